"""One release on its way to production: what is tested, recorded, signed and merged."""
import time

from people import mark
from world import World, stamp

KINDS = {"users": ("Accepted-by", "key-user", ["kim", "karl"]),
         "system-owner": ("Approved-by", "system-owner", ["els"]),
         "operations": ("Released-by", "operator", ["jan"]),
         "security": ("Secured-by", "security", ["sam"])}


class Release:
    def __init__(self, world, ident, candidate, kind="ordinary", base=None):
        self.world, self.id, self.candidate, self.kind = world, ident, candidate, kind
        self.ref, self.over = "refs/heads/production", base
        if "*" in world.production.get("ref"):
            refs = [ref for ref in world.refs if ref.startswith("refs/heads/production/")]
            self.ref = world.rng.choice(sorted(refs))
        self.reviews, self.impact, self.files = [], "low", {}
        self.target = None      # what a rollback names
        self.at = int(time.time())
        self.run_at = None      # when a parallel run began, where that is not the test's time
        self.between = None     # after the criteria, before the candidate arrived

    @property
    def base(self):
        return self.over or self.world.tip(self.ref)

    # The dossier

    def path(self, name):
        return f"{self.id}/{name}"

    def criteria(self, **over):
        pairs = {"promotion": self.id, **over}
        parts = [("AC-1", {"description": "Own marks only"}),
                 ("AC-2", {"description": "Prints in time", "required": "no"})]
        return World.record("criteria", pairs, "criterion", parts)

    def acceptance(self, parts=None, log=b"all good\n", **over):
        objects = self.world.objects
        criteria = self.world.dossiers.get(self.path("criteria.ini"), b"")
        pairs = {"promotion": self.id, "candidate": self.candidate,
                 "tree": objects.commit(self.candidate).tree, "environment": "acceptance",
                 "criteria": World.link(self.path("criteria.ini"), criteria),
                 "executed-by": "tess", "started": stamp(self.at), "finished": stamp(self.at),
                 "verdict": "pass", **over}
        passed = {"outcome": "pass", "log": World.link(self.path("ac-1.log"), log)}
        return World.record("acceptance", pairs, "result", parts or [("AC-1", passed)])

    def plan(self, **over):
        now = time.time()
        pairs = {"promotion": self.id, "environment": "production", "candidate": self.candidate,
                 "window-start": stamp(now - 3600), "window-end": stamp(now + 7200),
                 "performer": "noor", "rollback": "merge the old one", "communication": "a mail",
                 **over}
        steps = [("1", {"action": "stop", "owner": pairs.pop("owner", "noor")})]
        return World.record("plan", pairs, "step", steps)

    def parallel_run(self, parts=(), **over):
        pairs = {"promotion": self.id, "old": self.base, "new": self.candidate,
                 "started": stamp(self.run_at or self.at), "finished": stamp(self.at),
                 "compared": 10, "identical": 10 - len(parts), **over}
        return World.record("parallel-run", pairs, "difference", parts)

    # The merge

    def needs(self, what):
        quiet = self.kind == "rollback" or self.nothing_new()
        return what in self.world.requires and not quiet

    def nothing_new(self):
        base = self.world.objects.commit(self.base)
        return self.candidate in base.parents[1:]

    def asked(self):
        world = self.world
        if self.kind != "ordinary" and world.policy.emergency is not None:
            return world.policy.emergency.all("signoff")
        asked = world.production.all("signoff")
        if self.needs("impact"):
            paths = world.objects.changed(self.base, self.candidate)
            for level in world.policy.touched(paths) + [self.impact]:
                asked = asked + world.policy.impacts[level].all("signoff")
        return list(dict.fromkeys(asked))

    def signers(self):
        """[(trailer, role, person)] who sign, a person for one role."""
        found, used = [], set()
        for kind in self.asked():
            trailer, role, people = KINDS[kind]
            count = int(self.world.policy.signoffs[kind].get("count", "1"))
            people = [who for who in people if who not in used][:count]
            used.update(people)
            found += [(trailer, role, who) for who in people]
        return found

    def links(self):
        """[(trailer, path)] of the records that the merge links."""
        found = []
        for group, trailer in (("plan", "Implementation-Plan"), ("acceptance", "Acceptance-Result"),
                               ("parallel-run", "Parallel-Run")):
            path = self.files.get(group)
            if self.needs(group) and path:
                found.append((trailer, path))
        return found

    def evidence(self):
        """The digests that a sign-off names."""
        paths = [path for _, path in self.links()]
        if self.needs("acceptance"):
            paths.append(self.path("criteria.ini"))
        links = [World.link(path, self.world.dossiers.get(path, b"")) for path in paths]
        return [link.split(" ")[1] for link in links]

    def says(self, role, decision="approve"):
        kind = {"ordinary": [], "rollback": [("Kind", "rollback")],
                "emergency": [("Kind", "emergency INC-7")]}[self.kind]
        return [("Promotion", self.id), ("Environment", "production"), *kind,
                *(("Reviews-Emergency", each) for each in self.reviews),
                ("Role", role), ("Decision", decision),
                *(("Evidence", each) for each in self.evidence())]

    def sign_offs(self, what="sign-off"):
        """Everybody who is asked signs, with plain tags."""
        world = self.world
        for _, role, who in self.signers() if world.signed else []:
            tag = world.sign(who, role, self.says(role), self.candidate)
            world.push(who, {world.free_name(self.id, role, who): tag}, what)

    def trailers(self):
        found = [("Promotion", self.id)]
        found += [(key, World.link(path, self.world.dossiers.get(path, b"")))
                  for key, path in self.links()]
        if self.needs("impact"):
            found.append(("Impact", self.impact))
        found += [(trailer, mark(who)) for trailer, _, who in self.signers()]
        found += [("Reviews-Emergency", each) for each in self.reviews]
        if self.kind == "emergency":
            found.append(("Emergency", "INC-7 Nobody can log in"))
        if self.kind == "rollback":
            found.append(("Rolls-Back-To", self.target))
        return found


class Merge:
    """What a merge is made of, for an attack to change."""

    def __init__(self, release):
        world = release.world
        self.release, self.parents = release, [release.base, release.candidate]
        self.files = world.files[release.target or release.candidate]
        self.trailers, self.author, self.pusher = release.trailers(), "noor", "noor"
        self.committer, self.at, self.more = None, None, {}

    def replace(self, key, value):
        self.trailers = [(name, value if name == key else old) for name, old in self.trailers]

    def drop(self, key):
        self.trailers = [pair for pair in self.trailers if pair[0] != key]

    def make(self):
        text = f"Merge {self.release.id}\n\n" + "\n".join(
            f"{key}: {value}" for key, value in self.trailers)
        return self.release.world.commit(self.files, self.parents, self.author, text,
                                         committer=self.committer, at=self.at)

    def push(self, what):
        values = {self.release.ref: self.make(), **self.more}
        return self.release.world.push(self.pusher, values, what)
