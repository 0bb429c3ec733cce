"""What somebody might try. Each attack changes one thing; the model says whether it may pass."""
import time

from objects import ZERO
from people import mark
from world import EVIDENCE, World, stamp


def pick(rng, table, *args):
    """Calls one function of a table; its name is what is tried."""
    attack = rng.choice(table)
    while (said := attack(*args)) is False:
        attack = rng.choice(table)
    return attack.__name__ + (f": {said}" if isinstance(said, str) else "")


# On the work itself

def work(life):
    """Commits whose makers are hidden, or unknown."""
    world, rng = life.world, life.rng
    if rng.random() > .4:
        return
    tip = world.tip("development")
    who = rng.choice(["kim", "karl", "els", "noor", "mallory", "tess"])
    message = rng.choice([
        f"More\n\nCo-authored-by: {mark(who)}",
        f"More\n\n  * co-authored-by: {mark(who)}\n\nText",
        f"More\n\nCo-Developed-By: {mark(who)}",
        f"Squashed commit of the following:\n\ncommit {tip}\nAuthor: {mark(who)}\n"
        "Date:   Mon Jan 1 10:00:00 2024 +0100\n\n    More",
        f"More\n\nAuthor: {mark(who)}",
        f"More\n\nCo-authored-by: {mark('kim')}\nCo-authored-by: {mark('karl')}",
        "More\n\nCo-authored-by: nobody at all",
    ])
    kind = rng.choice(["message", "committer", "author", "merge", "edited merge", "octopus"])
    files = {**world.files[tip], "src/more.c": f"{rng.random()}\n".encode()}
    if kind == "message":
        oid = world.commit(files, [tip], "dirk", message)
    elif kind == "committer":
        oid = world.commit(files, [tip], "dirk", "More", committer=who)
    elif kind == "author":
        oid = world.commit(files, [tip], who, "More", committer="dirk")
    else:
        heads = [world.changed(tip, "main", "dirk"), world.changed(tip, "side", "dora")]
        heads += [world.changed(tip, f"head{n}", "dirk")
                  for n in range(rng.randrange(1, 4) if kind == "octopus" else 0)]
        merged = dict(world.files[tip])
        for head in heads:
            merged.update(world.files[head].items() - world.files[tip].items())
        if kind == "edited merge" or kind == "octopus" and rng.random() < .3:
            merged["edit"] = b"edit\n"
        oid = world.commit(merged, heads, who, "Merge side")
    world.push("dirk", {"development": oid}, f"{kind} of {who}")


# Anywhere

def delete(life):
    world = life.world
    ref = life.rng.choice(sorted(world.refs))
    world.push(life.rng.choice(["noor", "tess", "dirk"]), {ref: ZERO}, "deletion")


def rewind(life):
    world, rng = life.world, life.rng
    ref = rng.choice([each for each in sorted(world.refs) if each.startswith("refs/heads/")])
    line = world.objects.first_parents(world.tip(ref))
    world.push(rng.choice(["noor", "tess", "dirk"]), {ref: rng.choice(line)}, "rewind")


def reserved(life):
    """Names that could be mistaken; git itself lets none of one part in, as refs/production."""
    world, rng = life.world, life.rng
    name = rng.choice(["refs/sluis/audit", "refs/sluis/x", "refs/heads/Production",
                       "refs/tags/production", "refs/tags/acceptance", "refs/tags/v1",
                       "refs/heads/refs/heads/acceptance", "refs/tags/refs/heads/development",
                       "refs/tags/promotions", f"refs/replace/{world.tip('acceptance')}",
                       "refs/heads/topic", "refs/pull/1/head", "refs/heads/v2",
                       "refs/tags/production/a", "refs/production/a"])
    world.push(rng.choice(["noor", "dirk"]), {name: world.tip("acceptance")}, "name")


def straight(life):
    """A commit, or a candidate, that goes past an environment."""
    world, rng = life.world, life.rng
    ref = rng.choice([each for each in sorted(world.refs) if each.startswith("refs/heads/")
                      and "dev" not in each and each != EVIDENCE])
    tip = world.tip(ref)
    if tip in world.files and rng.random() < .5:
        oid = world.changed(tip, "hotfix", rng.choice(["jan", "tess", "noor"]))
    else:
        oid = world.tip("development")
    world.push(rng.choice(["noor", "tess", "dirk"]), {ref: oid}, "straight in")


def side_parent(life):
    """What a merge on the way had as its second parent was never on acceptance itself."""
    world = life.world
    parents = world.objects.commit(world.tip("acceptance")).parents
    if len(parents) == 2:
        branch = "refs/heads/production/side" if "*" in world.production.get("ref") else \
            "refs/heads/production"
        if branch not in world.refs:
            world.push("noor", {branch: parents[1]}, "baseline at a side parent")


def new_branch(life):
    world, rng = life.world, life.rng
    if "*" in world.production.get("ref"):
        states = sorted({oid for ref in world.refs if "production/" in ref and "heads" in ref
                         for oid in world.objects.first_parents(world.tip(ref))})
        oid = rng.choice(states + [world.tip("acceptance"), world.tip("development")])
        world.push("noor", {f"refs/heads/production/{world.count}": oid}, "one more of the pattern")


def tag(life):
    """A release tag, annotated or not, new or over one that is there."""
    world, rng = life.world, life.rng
    states = [oid for ref in sorted(world.refs) if ref.startswith("refs/heads/production")
              for oid in world.objects.first_parents(world.tip(ref))[:3]]
    parents = [each for oid in states for each in world.objects.commit(oid).parents[1:]]
    oid = rng.choice(states + states + parents + [world.tip("acceptance")])
    for _ in range(rng.randrange(3)):
        kind = world.objects.raw(oid)[0]
        text = f"object {oid}\ntype {kind}\ntag v\ntagger {mark('noor')} {int(time.time())} +0100"
        oid = world.objects.write("tag", f"{text}\n\nv\n".encode())
    name = f"refs/tags/v{rng.randrange(9)}"
    world.push(rng.choice(["noor", "noor", "tess"]), {name: oid}, "tag")


def stranger(life):
    world, rng = life.world, life.rng
    name = rng.choice(["development", "acceptance", EVIDENCE])
    tip = world.tip(name)
    oid = world.changed(tip, "x", rng.choice(["mallory", "dirk", "tess"]))
    world.push(rng.choice(["mallory", "luuk", "kim", "dirk", "tess"]), {name: oid}, "a stranger")


def foreign_evidence(life):
    world, rng = life.world, life.rng
    world.evidence(rng.choice(["tess", "noor", "kim"]), {"note": f"{rng.random()}".encode()},
                   "by another committer", committer=rng.choice(["tess", "dirk", "mallory"]))


def anywhere(life):
    pick(life.rng, [delete, rewind, reserved, straight, side_parent, new_branch, stranger, tag,
                    foreign_evidence], life)


# On sign-offs

def signing(life, release):
    """Sign-offs that are wrong, and vetoes, before the lawful ones."""
    world, rng = life.world, life.rng
    if rng.random() > .5 or release.nothing_new() and rng.random() < .5:
        return
    role, who = rng.choice([("key-user", "kim"), ("key-user", "karl"), ("system-owner", "els"),
                            ("operator", "jan"), ("security", "sam"), ("key-user", "dirk")])
    says, ident, more = release.says(role), release.id, {}
    target, pusher = release.candidate, who

    def say(key, value):
        nonlocal says
        says = [(name, value if name == key else old) for name, old in says]

    what = rng.choice(["candidate", "evidence", "more", "kind", "environment", "veto", "veto",
                       "settled", "elsewhere", "pusher", "key", "tagger", "role", "reviews",
                       "old", "number"])
    name = world.free_name(ident, role, who)
    if what == "candidate":
        target = rng.choice(world.objects.first_parents(release.candidate))
    elif what == "evidence":
        says = [pair for pair in says if pair[0] != "Evidence"]
    elif what == "more":
        says.append(("Evidence", "sha256:" + "0" * 64))
    elif what == "kind":
        says = [pair for pair in says if pair[0] != "Kind"]
        says += rng.choice([[], [("Kind", "rollback")], [("Kind", "emergency INC-7")],
                            [("Kind", "emergency INC-8")]])
    elif what == "environment":
        say("Environment", rng.choice(["acceptance", "nowhere"]))
    elif what in ("veto", "settled"):
        say("Decision", "reject")
        if rng.random() < .3:
            says = [pair for pair in says if pair[0] != "Kind"]
            says += rng.choice([[], [("Kind", "rollback")], [("Kind", "emergency INC-8")]])
    elif what == "elsewhere":
        say("Decision", "reject")
        say("Promotion", ident + "x")
        name = world.free_name(ident + "x", role, who)
    elif what == "pusher":
        pusher = rng.choice(["noor", "mallory"])
    elif what == "key":
        more["key"] = rng.choice(["mallory", "noor"])
    elif what == "tagger":
        more["tagger"] = "mallory"
    elif what == "role":
        say("Role", "operator")
    elif what == "reviews":
        says.append(("Reviews-Emergency", "R1"))
    elif what == "old":
        more["at"] = time.time() - 9 * 86400
    elif what == "number":
        name = f"refs/signoffs/{ident}/{role}/{who}.7"
    tag = world.sign(who, role, says, target, **more)
    world.push(pusher, {name: tag}, f"sign-off with another {what}")
    if what == "settled" or what == "elsewhere" and rng.random() < .5:
        say("Decision", "approve")
        settled = name.split("/")[2]
        tag = world.sign(who, role, says, target)
        world.push(who, {world.free_name(settled, role, who): tag}, "settled")


# On the merge

def other_tree(life, release, merge):
    merge.files = {**merge.files, "src/pay.c": b"last minute\n"}
    merge.author = life.rng.choice(["noor", "jan", "dora"])


def foxtrot(life, release, merge):
    merge.parents.reverse()


def octopus(life, release, merge):
    merge.parents.append(life.world.tip("development"))


def direct(life, release, merge):
    merge.parents = merge.parents[:1]


def below(life, release, merge):
    """A direct commit below a good merge."""
    merge.parents[0] = life.world.changed(release.base, "hotfix", "jan")


def candidate(life, release, merge):
    line = life.world.objects.first_parents(life.world.tip("development"))
    merge.parents[1] = life.rng.choice([oid for oid in line[:6] if oid in life.world.files])
    if life.rng.random() < .7:
        merge.files = life.world.files[merge.parents[1]]


def dropped(life, release, merge):
    key = life.rng.choice(merge.trailers)[0]
    merge.drop(key)
    return key


def doubled(life, release, merge):
    pair = life.rng.choice(merge.trailers)
    merge.trailers.append(pair)
    return pair[0]


def other_id(life, release, merge):
    ids = [each[0] for each in life.gone] or [release.id]
    ident = life.rng.choice([life.rng.choice(ids), life.rng.choice(ids).lower(), "R0", "../R1"])
    merge.replace("Promotion", ident)
    return ident


def replay(life, release, merge):
    """What went over once comes again: the same id, candidate, records and sign-offs."""
    world = life.world
    old = [world.objects.commit(oid) for oid in life.states(release.ref)]
    old = [each for each in old if len(each.parents) == 2 and each.parents[1] in world.files]
    if not old:
        return False
    again = life.rng.choice(old)
    merge.parents[1], merge.files = again.parents[1], world.files[again.oid]
    merge.trailers = world.objects.trailers(again.oid)


def levels(life, release, merge):
    merge.drop("Impact")
    merge.trailers.append(("Impact", life.rng.choice(["low", "medium", "high", "none"])))


def emergency(life, release, merge):
    merge.trailers.append(("Emergency", life.rng.choice(
        ["INC-7 It burns", "INC-7", "INC-8 It burns", ""])))


def dated(life, release, merge):
    merge.at = time.time() - 9 * 86400


def reviewing(life, release, merge):
    ids = [each[0] for each in life.gone] + ["INC-7", "R0"]
    merge.trailers.append(("Reviews-Emergency", life.rng.choice(ids)))


def back(life, release, merge):
    objects = life.world.objects
    state = life.rng.choice(life.states(release.ref)[:4] + [release.candidate] + [
        oid for oid in objects.first_parents(release.base)[-2:]])
    merge.trailers = [pair for pair in merge.trailers if pair[0] != "Rolls-Back-To"]
    merge.trailers.append(("Rolls-Back-To", state))
    if state in life.world.files and life.rng.random() < .7:
        merge.parents[1] = state
        merge.files = life.world.files[state]


def signer(life, release, merge):
    key = life.rng.choice(["Accepted-by", "Approved-by", "Released-by"])
    who = life.rng.choice(["dirk", "tess", "luuk", "mallory", "ci", "karl", "els", "jan", "noor"])
    if life.rng.random() < .6:
        merge.drop(key)
    merge.trailers.append((key, mark(who)))
    return f"{key} {who}"


def pusher(life, release, merge):
    merge.pusher = life.rng.choice(["jan", "dirk", "tess", "mallory", "luuk", "ci", "kim"])
    return merge.pusher


def committer(life, release, merge):
    merge.committer = life.rng.choice(["jan", "dirk", "mallory", "kim"])
    return merge.committer


def co_author(life, release, merge):
    who = life.rng.choice(["noor", "kim", "mallory"])
    merge.trailers.append(("Co-authored-by", mark(who)))
    return who


def digest(life, release, merge):
    links = [n for n, (_, value) in enumerate(merge.trailers) if "sha256:" in value]
    if not links:
        return False
    n = life.rng.choice(links)
    key, value = merge.trailers[n]
    merge.trailers[n] = (key, life.rng.choice([
        value[:-1] + ("0" if value[-1] != "0" else "1"), value.split(" ")[0],
        value.replace("git:", "git:no/"), value.replace("git:", "git:../")]))
    return key


def twice(life, release, merge):
    """Two steps in one push: the merge, and one that changes nothing on top of it."""
    first = merge.make()
    merge.parents = [first, merge.parents[1]]
    merge.replace("Promotion", life.rng.choice([release.id, release.id + "b"]))


def branch_too(life, release, merge):
    merge.more = {life.rng.choice(["refs/heads/topic", "refs/tags/v9", "refs/tags/production"]):
                  release.candidate}


def untouched(life, release, merge):
    """The lawful one, by another lawful way."""
    if life.rng.random() < .5:
        merge.trailers = [(key.upper(), value) for key, value in merge.trailers]


def other_acceptance(rng, release, old):
    """(what is wrong, the record, who brings it in)."""
    waived = {"outcome": "waived", "reason": "later", "waived-by": rng.choice(
        ["kim", "els", "dirk", "tess", "mallory", "luuk", "jan", "ci"])}
    passed = {"outcome": "pass", "log": World.link(release.path("ac-1.log"), b"all good\n")}
    unlogged = {"outcome": "pass", "log": World.link(release.path("empty"), b"")}
    early = release.between or rng.choice([release.at - 30, release.at - 86400])
    late = int(time.time()) + rng.choice([120, 3600])
    over = {
        "candidate": {"candidate": old.oid},
        "tree": {"tree": old.tree},
        "environment": {"environment": "production"},
        "promotion": {"promotion": "R0"},
        "verdict": {"verdict": "fail"},
        "tester": {"executed-by": rng.choice(["kim", "dirk", "mallory", "the vendor"])},
        "early": {"started": stamp(early)},
        "late": {"finished": stamp(late)},
        "waived": {"parts": [("AC-1", waived)]},
        "missing": {"parts": [("AC-2", passed)]},
        "failed": {"parts": [("AC-1", {**passed, "outcome": "fail"})]},
        "unknown": {"parts": [("AC-1", passed), ("AC-9", passed)]},
        "ci": {"executed-by": "ci"},
        "who": {},
        "empty log": {"parts": [("AC-1", unlogged)]},
        "broken": {"started": "yesterday"}}
    what = rng.choice([*over, "waived"])
    who = {"who": rng.choice(["dirk", "noor", "kim"]), "ci": "ci"}.get(what, "tess")
    return what, release.acceptance(**over[what]), who


def other_plan(rng, release, old):
    over = {
        "candidate": {"candidate": old.oid},
        "environment": {"environment": "acceptance"},
        "promotion": {"promotion": "R0"},
        "performer": {"performer": rng.choice(["jan", "the vendor"])},
        "owner": {"owner": rng.choice(["the vendor", "dirk", "ci"])},
        "long": {"window-end": stamp(time.time() + 86400)},
        "silent": {rng.choice(["rollback", "communication"]): rng.choice(["-", "?", "x"])},
        "window": {"window-start": stamp(time.time() + 600)},
        "who": {},
        "broken": {"rollback": None}}
    what = rng.choice([*over])
    who = rng.choice(["tess", "dirk", "kim", "ci"]) if what == "who" else "noor"
    return what, release.plan(**over[what]), who


def other_run(rng, release, old):
    part = {"description": "d", "reason": "r", "accepted-by": rng.choice(
        ["els", "kim", "dirk", "tess", "ci"])}
    over = {
        "old": {"old": release.candidate},
        "new": {"new": old.oid},
        "short": {"started": stamp(release.at - 600)},
        "late": {"finished": stamp(time.time() + 3600)},
        "counts": {"identical": 9},
        "difference": {"parts": [("D-1", part)]},
        "who": {}}
    what = rng.choice([*over])
    who = rng.choice(["kim", "dirk", "noor"]) if what == "who" else "tess"
    return what, release.parallel_run(**over[what]), who


RECORDS = {"acceptance": ("Acceptance-Result", other_acceptance),
           "plan": ("Implementation-Plan", other_plan), "parallel-run": ("Parallel-Run", other_run)}


def record(life, release, merge):
    """A record that says something else, linked in place of the right one."""
    world, rng = life.world, life.rng
    groups = [key for key in release.files if release.needs(key)]
    if not groups:
        return False
    group = rng.choice(groups)
    trailer, other = RECORDS[group]
    first = world.objects.first_parents(release.base)[-1]
    what, data, who = other(rng, release, world.objects.commit(first))
    path = release.path(f"{group}-{world.count}.ini")
    merge.replace(trailer, World.link(path, data))
    said = f"{group} {what} by {who}"
    if rng.random() < .15:
        wanted = {**world.dossiers, path: data}
        oid = world.commit(wanted, [world.tip(EVIDENCE)], merge.pusher, "Evidence in the push")
        merge.more[EVIDENCE] = oid
        return said + ", in the same push"
    world.evidence(who, {path: data, release.path("empty"): b""}, said)
    if world.signed and rng.random() < .5:
        kept = release.files[group]
        release.files[group] = path
        release.sign_offs(f"sign-off of {said}")
        release.files[group] = kept
    return said


def again(life, release, merge):
    """The evidence is taken away, and brought back by somebody else."""
    world = life.world
    if not release.files:
        return False
    path = life.rng.choice(sorted(release.files.values()) + [release.path("criteria.ini")])
    data = world.dossiers.get(path)
    if data and world.evidence("tess", {path: None}, "taken away"):
        world.evidence(life.rng.choice(["tess", "noor"]), {path: data}, "brought back")
    return path


def revived(life, release, merge):
    """A record that was taken away comes back by a merge with the older evidence."""
    world, rng = life.world, life.rng
    if not release.files:
        return False
    path, older = rng.choice(sorted(release.files.values())), world.tip(EVIDENCE)
    data = world.dossiers.get(path)
    if data is None or not world.evidence("tess", {path: None}, "withdrawn"):
        return False
    who, parents = rng.choice(["noor", "tess"]), [world.tip(EVIDENCE), older]
    if rng.random() < .3:
        parents.reverse()
    wanted = {**world.dossiers, path: data}
    if world.push(who, {EVIDENCE: world.commit(wanted, parents, who, "Merge")}, "revived"):
        world.dossiers = wanted
    return path


def bounced(life, release, merge):
    """Evidence that goes and comes back within one push was never gone."""
    world = life.world
    if not release.files:
        return False
    path = life.rng.choice(sorted(release.files.values()))
    rest = {name: data for name, data in world.dossiers.items() if name != path}
    gone = world.commit(rest, [world.tip(EVIDENCE)], "noor", "Gone")
    back_again = world.commit(world.dossiers, [gone], "noor", "Back")
    world.push("noor", {EVIDENCE: back_again}, "evidence: gone and back in one push")
    return path


MERGES = [other_tree, foxtrot, octopus, direct, below, candidate, dropped, dropped, doubled,
          other_id, other_id, replay, replay, levels, emergency, dated, reviewing, back, back,
          signer, signer, signer, pusher, pusher, committer, co_author, digest, twice, branch_too,
          untouched, record, record, record, record, again, revived, bounced]


def merge(life, release, made):
    return pick(life.rng, MERGES, life, release, made)
