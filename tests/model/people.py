"""Who meets the gate, and a random policy for them."""
import os
import subprocess

NAMES = {"dirk": "Dirk Visser", "dora": "Dora Mulder", "tess": "Tess Bos", "tom": "Tom Dekker",
         "kim": "Kim Jansen", "karl": "Karl Smit", "els": "Els de Vries", "noor": "Noor Kaya",
         "jan": "Jan Bakker",
         "sam": "Sam Peters", "luuk": "Luuk Smit", "ci": "Build machine", "mallory": "Mallory"}
SIGNERS = ["kim", "karl", "els", "noor", "jan", "sam", "luuk", "dirk", "tess"]


def mark(who):
    return f"{NAMES[who]} <{who}@example.org>"


def make_keys(folder):
    """A key for everybody who might sign, and allowed_signers for them."""
    os.makedirs(folder)
    with open(f"{folder}/allowed_signers", "w") as out:
        for who in SIGNERS + ["mallory"]:
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f",
                            f"{folder}/{who}"], check=True)
            if who != "mallory":
                with open(f"{folder}/{who}.pub") as key:
                    print(who, *key.read().split()[:2], file=out)
    return f"{folder}/allowed_signers"


def random_policy(rng):
    """The text of a policy, in which a lawful promotion is possible."""
    def often(chance, text):
        return text if rng.random() < chance else ""

    require = rng.choice(["complete", "acceptance complete", "acceptance complete", "acceptance",
                          "plan acceptance complete", "plan acceptance impact complete",
                          "plan acceptance impact parallel-run complete"])
    kinds = rng.choice([["users"], ["users", "system-owner"], ["users", "system-owner"],
                        ["users", "system-owner", "operations"]])
    text = """[policy]
title = Promotion to production
version = 1
[pusher]
source = env:REMOTE_USER
[evidence]
ref = refs/heads/promotions
push = tester
push = operator
""" + often(.5, "push = developer\n") + often(.5, "push = key-user\n") + often(
        .3, "push = robot\n")
    for who, name in NAMES.items():
        if who != "mallory":
            kind = "service" if who == "ci" else "person"
            text += f'[{kind} "{who}"]\nname = {name}\nemail = {who}@example.org\nlogin = {who}\n'
            text += {"ci": "owner = jan\n", "luuk": "until = 2020-06-30\n",
                     "dora": "email = dora.mulder@school.example\n"}.get(who, "")
    roles = {"developer": ["dirk", "dora"], "tester": ["tess", "tom"],
             "key-user": ["kim", "karl", "luuk"],
             "system-owner": ["els"], "operator": ["noor", "jan"], "security": ["sam"],
             "robot": ["ci"]}
    if rng.random() < .3:
        roles["key-user"].append("els")
    if rng.random() < .3:
        roles["system-owner"].append("karl")
    developer_signs = rng.random() < .2
    if developer_signs:
        roles["key-user"].append("dirk")
    for role, members in roles.items():
        text += f'[role "{role}"]\n' + "".join(f"member = {who}\n" for who in members)
    text += "[separation]\nconflict = developer operator\n"
    text += often(.15, "authors-may-sign = yes\n") + often(.15, "authors-may-promote = yes\n")
    text += often(.15, "unknown-authors = allow\n") + often(.3, "one-signer-one-role = no\n")
    text += f"""[signoff "users"]
trailer = Accepted-by
role = key-user
count = {rng.choice([1, 1, 2])}
[signoff "system-owner"]
trailer = Approved-by
role = system-owner
[signoff "operations"]
trailer = Released-by
role = operator
[signoff "security"]
trailer = Secured-by
role = security
[environment "development"]
ref = refs/heads/development
push = developer
push = robot
""" + often(.2, "committer-is-pusher = yes\n")
    source = "development"
    for name in ["test", "acceptance"] if rng.random() < .3 else ["acceptance"]:
        text += f'[environment "{name}"]\nref = refs/heads/{name}\nfrom = {source}\npush = tester\n'
        text += often(.3, "push = operator\n")
        text += often(.8, "fast-forward = yes\n") or "proof = trailer\n"
        source = name
    text += '[environment "production"]\nref = refs/heads/production'
    text += often(.2, "/*") + "\nfrom = acceptance\npush = operator\n"
    text += "".join(f"signoff = {kind}\n" for kind in kinds)
    text += often(.3, "window-max-hours = 4\n") if "plan" in require else ""
    text += f"require = {require}\nproof = {rng.choice(['signature', 'signature', 'trailer'])}\n"
    text += often(.15, "committer-is-pusher = yes\n")
    if "impact" in require:
        text += '[impact "low"]\n[impact "medium"]\npath = src/*.c\n' + often(
            .4, "signoff = security\n")
        text += '[impact "high"]\npath = db/**\n' + often(.5, "signoff = operations\n")
        text += f"parallel-run-days = {rng.choice([0, 1, 7])}\n"
    text += often(.3, """[environment "release"]
ref = refs/tags/v*
from = production
push = operator
""")
    if rng.random() < .7:
        text += "[emergency]\nsignoff = system-owner\nreview-within-days = 5\n"
    if rng.random() < .08:
        text += '[freeze "now"]\nfrom = 2020-01-01\nto = 2099-12-31\nenvironment = production\n'
    return text
