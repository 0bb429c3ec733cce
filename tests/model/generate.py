"""Random lives of a repository: lawful promotions, and attacks on each of their parts.

A life is a generator that pushes, and yields the time until which it waits."""
import time

import attacks
from release import Merge, Release
from world import EVIDENCE


class Life:
    def __init__(self, world, pushes):
        self.world, self.rng, self.pushes = world, world.rng, pushes
        self.releases = 0
        self.gone = []          # (id, kind, state) that production had

    def live(self):
        world = self.world
        self.begin()
        while world.central.pushes < self.pushes:
            if self.rng.random() < .3:
                attacks.anywhere(self)
            elif self.gone and self.rng.random() < .2:
                yield from self.roll_back()
            else:
                yield from self.release()

    def begin(self):
        """The environments come into being, sometimes before there is a gate."""
        world, rng = self.world, self.rng
        self.armed = rng.random() < .4
        past = time.time() - 20 * 86400 if self.armed else None
        first = world.commit({"README": b"1\n", "src/pay.c": b"1\n"}, [], "dirk", "First", at=past)
        values = {f"refs/heads/{name}": first for name in world.policy.environments
                  if name != "release"}
        if "*" in world.production.get("ref"):
            del values["refs/heads/production"]
            values["refs/heads/production/a"] = first
        if self.armed:
            later = world.changed(first, rng.choice(["src/pay.c", "db/schema.sql"]), "dirk",
                                  at=past + 86400)
            for name in values:
                if "production" not in name:
                    values[name] = later
            self.older = later
            if world.policy.emergency and rng.random() < .8:
                self.overdue(values, first, later, past)
        world.central.begin(values, self.armed)
        world.refs = world.central.refs
        if not self.armed:
            for ref, oid in values.items():
                who = {"development": "dirk", "acceptance": "tess", "test": "tess"}.get(
                    ref.split("/")[2], "noor")
                world.push(who, {ref: oid}, "baseline")
        world.evidence("tess", {"README": b"One folder for each\n"}, "start")

    def overdue(self, values, first, later, past):
        """An emergency went over long before there was a gate, and nobody reviewed it."""
        world, rng = self.world, self.rng
        text = "Merge\n\nPromotion: R0\nEmergency: INC-0 It burnt"
        ref = next(each for each in values if "production" in each)
        values[ref] = world.commit(world.files[later], [first, later], "noor", text,
                                   at=past + rng.choice([1, 17]) * 86400)
        self.older = world.changed(later, "src/pay.c", "dirk", at=past + 2 * 86400)
        for name in values:
            if "production" not in name:
                values[name] = self.older
        self.gone.append(("R0", "emergency", ref))

    def next_id(self):
        self.releases += 1
        return f"R{self.releases}"

    def develop(self):
        """A change on its way to acceptance. Its commit, or None."""
        world, rng = self.world, self.rng
        tip = world.tip("development")
        path = rng.choice(["src/pay.c", "src/more.c", "README", "docs/a/b", "db/schema.sql"])
        author = rng.choice(["dirk"] * 5 + ["dora"] * 3 + ["kim", "jan", "tess", "ci", "noor"])
        files = {path: f"{rng.random()}\n".encode()}
        oid = world.changed(tip, path, author, f"Change {files[path].decode()}")
        if not world.push(rng.choice(["dirk", "dora"]), {"development": oid}, f"work of {author}"):
            oid = world.changed(tip, path, "dirk", "Change")
            if not world.push("dirk", {"development": oid}, "work of dirk"):
                return None
        attacks.work(self)
        oid = world.tip("development")
        for env in world.on_the_way:
            if env.yes("fast-forward") and rng.random() < .8:
                new = oid
            else:
                new = world.commit(world.files[oid], [world.tip(env.id), oid], "tess", "Merge")
            if not (world.push("tess", {env.id: new}, f"to {env.id}")
                    or world.push("tom", {env.id: new}, f"to {env.id}, by the other tester")):
                return None
            oid = rng.choice([new, oid])
        return oid

    def release(self):
        world, rng = self.world, self.rng
        ident, between = self.next_id(), None
        if "acceptance" in self.world.requires and rng.random() < .2:
            criteria = Release(world, ident, None).criteria()
            world.evidence("tess", {f"{ident}/criteria.ini": criteria}, "criteria first of all")
            between = int(time.time()) + 2
            yield between + 1.1
        older = self.armed and not self.gone and rng.random() < .7
        candidate = self.older if older else self.develop()
        if candidate is None:
            return
        kind = "emergency" if rng.random() < .2 and world.policy.emergency else "ordinary"
        release = Release(world, ident, candidate, kind)
        release.between = between
        waiting = [old for old, what, ref in self.gone
                   if what == "emergency" and ref == release.ref]
        if kind == "ordinary" and waiting and rng.random() < .7:
            release.reviews = [waiting[-1]]
            taken = world.objects.commit(release.base).parents[1:]
            if rng.random() < .3 and taken and taken[0] in world.files:
                release.candidate = taken[0]    # a review alone
        release.impact = self.right_impact(release)
        if older:
            release.run_at = time.time() - rng.choice([3, 9]) * 86400
        yield from self.prepare(release)
        if rng.random() < .15:
            yield from self.with_the_next(release)
        elif rng.random() < .1:
            yield from self.past_the_source()
        yield from self.attempts(release)

    def with_the_next(self, release):
        """Two promotions in one push."""
        candidate = self.develop()
        if candidate is None:
            return
        first = Merge(release)
        if self.rng.random() < .3:
            first.drop(self.rng.choice(first.trailers)[0])
        below = first.make()
        second = Release(self.world, self.next_id(), candidate, base=below)
        second.ref = release.ref
        second.impact = self.right_impact(second)
        yield from self.prepare(second)
        if Merge(second).push("two promotions in one push"):
            self.went(release)
            self.went(second)

    def past_the_source(self):
        """The candidate reaches acceptance with the push that promotes it."""
        world = self.world
        tip = world.tip("development")
        oid = world.changed(tip, "README", "dirk", "Late")
        if world.push("dirk", {"development": oid}, "work of dirk"):
            release = Release(world, self.next_id(), oid)
            release.impact = self.right_impact(release)
            yield from self.prepare(release)
            merge = Merge(release)
            if self.rng.random() < .5 and "acceptance" in release.files:
                release.at = int(time.time()) + 2
                yield from self.with_its_test(release, oid)
                merge = Merge(release)
            elif self.rng.random() < .9:
                merge.more = {"refs/heads/acceptance": oid}
            if merge.push("the candidate in the same push"):
                self.went(release)

    def with_its_test(self, release, oid):
        """The candidate reaches acceptance with the push that brings its test, which is to come."""
        world = self.world
        path = release.path("late.ini")
        wanted = {**world.dossiers, path: release.acceptance()}
        evidence = world.commit(wanted, [world.tip(EVIDENCE)], "tess", "Test")
        if world.push("tess", {"acceptance": oid, EVIDENCE: evidence}, "a test comes along"):
            world.dossiers = wanted
            release.files["acceptance"] = path
        yield release.at + .1
        release.sign_offs()

    def right_impact(self, release):
        levels = list(self.world.policy.impacts)
        touched = self.world.policy.touched(
            self.world.objects.changed(release.base, release.candidate))
        return max(touched or levels[:1], key=levels.index, default="low")

    def prepare(self, release):
        """Criteria, a second later the test, the records, and the sign-offs."""
        world, rng = self.world, self.rng
        if release.needs("acceptance") and release.path("criteria.ini") not in world.dossiers:
            who = rng.choice(["tess"] * 4 + ["noor", "dirk", "ci", "kim"])
            if not world.evidence(who, {release.path("criteria.ini"): release.criteria()},
                                  f"criteria by {who}"):
                world.evidence("tess", {release.path("criteria.ini"): release.criteria()},
                               "criteria by tess")
        if release.needs("acceptance"):
            release.at = int(time.time()) + 2
            yield release.at + .1
            release.files["acceptance"] = release.path("acceptance.ini")
            world.evidence("tess", {release.path("acceptance.ini"): release.acceptance(),
                                    release.path("ac-1.log"): b"all good\n"}, "acceptance")
        if release.needs("plan"):
            release.files["plan"] = release.path("plan.ini")
            world.evidence("noor", {release.files["plan"]: release.plan()}, "plan")
        if release.needs("parallel-run") and release.impact == "high":
            release.files["parallel-run"] = release.path("parallel-run.ini")
            world.evidence("tess", {release.files["parallel-run"]: release.parallel_run()},
                           "parallel run")
        attacks.signing(self, release)
        release.sign_offs()

    def attempts(self, release):
        """Some attacks on the merge, and then the lawful one."""
        for _ in range(self.rng.randrange(2, 10)):
            merge = Merge(release)
            what = attacks.merge(self, release, merge)
            if merge.push(what):
                self.went(release)
                return
        yield from ()
        if Merge(release).push(f"{release.kind} promotion"):
            self.went(release)

    def went(self, release):
        self.gone.append((release.id, release.kind, release.ref))

    def states(self, ref):
        return self.world.objects.first_parents(self.world.tip(ref))

    def roll_back(self):
        world, rng = self.world, self.rng
        release = Release(world, self.next_id(), None, "rollback")
        states = [oid for oid in self.states(release.ref) if oid in world.files]
        state = rng.choice(states[1:4] or states)
        parents = world.objects.commit(state).parents
        release.target = rng.choice([state, parents[1] if len(parents) == 2 else state])
        release.candidate = rng.choice([release.target, state])
        attacks.signing(self, release)
        release.sign_offs("sign-off of the rollback")
        yield from self.attempts(release)
