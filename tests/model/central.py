"""A central repository with the gate in it, and pushes to it that are held against the model."""
import json
import os
import subprocess
import time

from judge import Push
from ledger import Ledger, Move
from objects import Objects, ZERO, git
from policy import Policy

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Answer:
    """What the gate said of a push."""

    def __init__(self, text):
        lines = [line[8:].rstrip() for line in text.splitlines() if line.startswith("remote: ")]
        self.objects, self.text = [], text
        if "sluis: json begin" in lines and "sluis: json end" in lines:
            inside = lines[lines.index("sluis: json begin") + 1:lines.index("sluis: json end")]
            self.objects = [json.loads(line) for line in inside]
        self.verdict = self.objects[0]["verdict"] if self.objects else None
        self.why = (self.objects[0].get("why") or "") if self.objects else ""

    def rules(self, ref, outcome):
        return {each["rule"]: each["text"] for each in self.objects if each.get("rule")
                and each["ref"] == ref and each["outcome"] == outcome}


class Difference:
    def __init__(self, push, what, ref, kind, model, gate):
        self.push, self.what, self.ref, self.kind = push, what, ref, kind
        self.model, self.gate = model, gate


def compared(push, what, findings, answer, moved, skip):
    """The differences between the model's findings and the answer."""
    found = []
    for ref, mine in findings.items():
        for outcome in ("unmet", "undecided"):
            theirs = answer.rules(ref, outcome)
            ours = getattr(mine, outcome)
            for rule in sorted((theirs.keys() ^ ours.keys()) - set(mine.either) - skip):
                side = "model" if rule in ours else "gate"
                found.append(Difference(push, what, ref, f"{rule} {outcome}, only in {side}",
                                        ours.get(rule), theirs.get(rule) or answer.why))
    verdicts = {each.verdict for each in findings.values()}
    mine = "reject" if "reject" in verdicts else "undecided" if "undecided" in verdicts \
        else "accept"
    mine_moves = mine == "accept"
    either = any(each.either for each in findings.values())
    if mine_moves != moved and not found and not either and not skip:
        found.append(Difference(push, what, " ".join(findings),
                                f"model says {mine}, and {'moved' if moved else 'not moved'}",
                                mine, answer.verdict or answer.text[-300:]))
    return found


class Central:
    def __init__(self, folder, usr, signers, policy_text, skip=frozenset()):
        self.folder, self.signers, self.skip = folder, signers, skip
        self.bare, self.clone = f"{folder}/central.git", f"{folder}/clone.git"
        self.policy, self.ledger, self.refs = Policy(policy_text), Ledger(), {}
        self.pushes, self.differences, self.usr = 0, [], usr
        self.env = {"PATH": os.environ["PATH"], "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1",
                    "LC_ALL": "C", "TZ": "UTC"}
        os.makedirs(f"{folder}/policy")
        with open(f"{folder}/policy/policy.ini", "w") as out:
            out.write(policy_text)
        with open(signers) as keys, open(f"{folder}/policy/allowed_signers", "w") as out:
            out.write(keys.read())
        for each in (self.bare, self.clone):
            self.run("git", "init", "-q", "--bare", "--template=", each)
            for key, value in (("core.fsync", "none"), ("receive.autogc", "false")):
                self.run("git", "-C", each, "config", key, value)
        self.objects = Objects(self.clone)

    def run(self, *command):
        done = subprocess.run(command, env=self.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")

    def arm(self):
        """From now on the gate judges. What stands there now was there before it."""
        self.run(f"{TOP}/install.sh", "--prefix", self.usr, "--policy", f"{self.folder}/policy",
                 self.bare)
        self.refs = self.refs_now()
        self.ledger = Ledger(self.refs)

    def begin(self, values, armed):
        """Arms the repository; with `armed`, these refs stand there before."""
        if armed:
            specs = [f"{oid}:{ref}" for ref, oid in values.items()]
            self.run("git", "-C", self.clone, "push", "-q", self.bare, *specs)
        self.arm()

    def close(self):
        self.objects.close()

    def refs_now(self):
        text = git(self.bare, "for-each-ref", "--format=%(refname) %(objectname)").decode()
        refs = dict(line.split(" ") for line in text.splitlines())
        return {ref: oid for ref, oid in refs.items() if not ref.startswith("refs/sluis/")}

    def push(self, login, values, what=""):
        """Pushes {ref: new value} as somebody. Says whether it went in."""
        changes = {ref: (self.refs.get(ref, ZERO), new) for ref, new in values.items()
                   if self.refs.get(ref, ZERO) != new}
        if not changes:
            return True
        start = time.time()
        model = Push(self.policy, self.objects, self.signers, self.ledger, dict(self.refs),
                     changes, login, start)
        findings = model.judge()
        start = time.time()
        specs = [f":{ref}" if new == ZERO else f"+{new}:{ref}" for ref, (_, new) in
                 changes.items()]
        done = subprocess.run(
            ["git", "-C", self.clone, "push", "-q", "--no-thin", "--atomic", "-o",
             "sluis.format=json", self.bare, *specs],
            env=dict(self.env, REMOTE_USER=login), capture_output=True, text=True)
        if "matches more than one" in done.stderr:
            return False        # git's own client: refs/heads/refs/heads/X stands there
        end, after = time.time(), self.refs_now()
        moved = any(after.get(ref, ZERO) == new for ref, (_, new) in changes.items())
        self.pushes += 1
        answer = Answer(done.stderr)
        found = compared(self.pushes, what, findings, answer, moved, self.skip)
        with open(f"{self.folder}/pushes.txt", "a") as out:
            print(self.pushes, login, what, "moved" if moved else "refused", file=out)
            for ref, (old, new) in changes.items():
                rules = [*answer.rules(ref, "unmet"), *answer.rules(ref, "undecided")]
                print(f"  {ref} {old[:7]} {new[:7]} {' '.join(rules)}", file=out)
            for each in found:
                print(f"  ! {each.ref}: {each.kind}: {each.model} / {each.gate}", file=out)
        self.differences += found
        if moved:
            self.ledger.add(Move(start, end, self.policy.by_login.get(login), changes))
            self.refs = after
        return moved
