"""The verdict of the model on one push: for each governed ref the rules that are not met."""
import re

import contributors
from history import Line
from ledger import Move
from objects import ZERO
from promotion import Promotion, fast_forward
from signoffs import Words, filled, sign_off_problem


class Findings:
    def __init__(self):
        self.unmet, self.undecided, self.either = {}, {}, {}

    @property
    def verdict(self):
        return "reject" if self.unmet else "undecided" if self.undecided else "accept"


class Push:
    """A push as it would be if it went in, on what the repository has."""

    def __init__(self, policy, objects, signers, ledger, before, changes, login, now):
        self.policy, self.objects, self.signers, self.now = policy, objects, signers, now
        self.before, self.changes = before, changes
        self.after = {**before, **{ref: new for ref, (_, new) in changes.items()}}
        self.after = {ref: oid for ref, oid in self.after.items() if oid != ZERO}
        self.pusher = policy.by_login.get(login)
        if self.pusher and not policy.present(self.pusher, now):
            self.pusher = None
        self.move = Move(now, now + 1, self.pusher, changes)
        self.ledger = ledger.with_push(self.move)
        self.words = Words(objects, self.after, self.ledger)

    def judge(self):
        """{ref: Findings} of the governed refs."""
        found = {ref: self.judge_ref(ref, *change) for ref, change in self.changes.items()}
        return {ref: each for ref, each in found.items() if each is not None}

    def judge_ref(self, ref, old, new):
        found, env = Findings(), self.policy.environment_of(ref)
        if self.reserved(ref, old, new):
            found.unmet["reserved-ref"] = "a reserved name"
            return found
        evidence = self.policy.evidence and ref == self.policy.evidence.get("ref")
        if not (env or evidence or ref.startswith("refs/signoffs/")):
            return None
        self.access(found, self.policy.evidence if evidence else env)
        if not self.may_move(ref, old, new, env):
            found.unmet["ref-protected"] = "deleted, rewound or written again"
        elif env:
            self.environment(found, ref, env, old, new)
        elif evidence:
            self.committed_by_pusher(found, ref, new, [old])
        elif problem := sign_off_problem(self, ref, new):
            found.unmet["signoff-proven"] = problem
        return found

    # Names

    def reserved(self, ref, old, new):
        if re.match(r"refs/(sluis|replace)/", ref):
            return True
        governed = {each.get("ref") for each in self.policy.environments.values()
                    if "*" not in each.get("ref")}
        governed |= {each for each in self.before if self.policy.environment_of(each)}
        if self.policy.evidence:
            governed.add(self.policy.evidence.get("ref"))
        lookalikes = {name for full in governed for name in self.lookalikes(full)} - governed
        if ref in lookalikes:
            return not (new == ZERO and old != ZERO)
        if any(ref != each and ref.lower() == each.lower() for each in governed):
            return True
        return ref in governed | {ref for _ in [0] if self.policy.environment_of(ref)} \
            and old == ZERO and any(name in self.before for name in self.lookalikes(ref))

    @staticmethod
    def lookalikes(full):
        short = re.sub(r"^refs/(heads/|tags/)?", "", full)
        return {f"refs/{short}", f"refs/tags/{short}", f"refs/heads/{short}",
                f"refs/heads/{full}", f"refs/tags/{full}"} - {full}

    # Who

    def access(self, found, section):
        if not self.pusher:
            found.unmet["pusher-known"] = "nobody of the policy"
        elif section and not self.policy.may_push(section, self.pusher, self.now):
            found.unmet["push-access"] = f"{self.pusher} may not push here"

    def may_move(self, ref, old, new, env):
        if env and not env.get("from") and "*" in env.get("ref"):
            return True
        if new == ZERO:
            return False
        if old == ZERO:
            return True
        return not ref.startswith(("refs/signoffs/", "refs/tags/")) \
            and self.objects.is_commit(new) and self.objects.comes_from(new, old)

    def new_commits(self, new, known):
        have = set()
        for each in known:
            if each != ZERO and self.objects.is_commit(each):
                have |= self.objects.ancestors(each)
        return self.objects.ancestors(new) - have

    def committed_by_pusher(self, found, ref, new, known):
        for oid in self.new_commits(new, known):
            who = self.policy.by_address.get(self.objects.commit(oid).committer)
            if self.pusher and who != self.pusher:
                found.unmet["committer-is-pusher"] = f"{oid[:7]} is by {who}"

    def governed_values(self):
        return [self.objects.peeled(oid) for ref, oid in self.before.items()
                if self.policy.environment_of(ref)]

    # Environments

    def refs_of(self, env):
        return [ref for ref in self.after if self.policy.environment_of(ref) is env]

    def line_of(self, ref, tip):
        env = self.policy.environment_of(ref)
        source = set()
        if env.yes("fast-forward"):
            above = self.policy.environments[env.get("from")]
            source = {oid for each in self.refs_of(above)
                      for oid in self.objects.first_parents(self.after[each])}
        return Line(self.objects, tip, self.ledger.baseline(ref), source)

    def was_there(self, env, value, commit):
        """Was a commit a state of a ref that showed `value`, or taken over by one? Where commits
        come in without a merge, all that it comes from may have been."""
        if not env.get("from") or env.yes("fast-forward"):
            return self.objects.comes_from(value, commit)
        return any(commit in (oid, *self.objects.commit(oid).parents[1:])
                   for oid in self.objects.first_parents(value))

    def on_source(self, env, commit):
        source = self.policy.environments[env.get("from")]
        return any(self.was_there(source, self.after[ref], commit) for ref in self.refs_of(source))

    def environment(self, found, ref, env, old, new):
        if ref.startswith("refs/tags/"):
            if not self.on_source(env, self.objects.peeled(new)):
                found.unmet["comes-from"] = "a tag of what its source does not have"
            return
        if not self.objects.is_commit(new):
            found.undecided["ref-protected"] = "no commit"
            return
        fresh = self.new_commits(new, self.governed_values())
        if env.yes("committer-is-pusher"):
            self.committed_by_pusher(found, ref, new, self.governed_values())
        if not env.get("from"):
            self.work(found, fresh)
        elif old == ZERO:
            self.baseline(found, ref, env, new)
        else:
            self.steps(found, ref, env, old, new)

    def work(self, found, fresh):
        """Where work starts: everybody is known, and enough are left to sign."""
        for oid in fresh:
            people, strangers = contributors.makers(self.objects, self.policy, [oid])
            if strangers and self.policy.separation.get("unknown-authors") != "allow":
                found.unmet["author-known"] = f"{oid[:7]} is by {strangers}"
            if self.policy.separation.yes("authors-may-sign"):
                continue
            for asked in self.sign_offs_for(oid):
                if self.can_sign(asked, set()) and not self.can_sign(asked, people):
                    found.unmet["author-known"] = f"{oid[:7]} leaves too few to sign {asked}"

    def sign_offs_for(self, oid):
        """The sign-offs that a commit may need: of an environment with its impact, or at once."""
        policy, parents = self.policy, self.objects.commit(oid).parents
        levels = policy.touched(self.objects.changed(parents[0] if parents else None, oid))
        more = [each for level in levels for each in policy.impacts[level].all("signoff")]
        found = [env.all("signoff") + (more if "impact" in policy.requires(env) else [])
                 for env in policy.environments.values() if env.get("from")]
        return found + ([policy.emergency.all("signoff")] if policy.emergency else [])

    def can_sign(self, asked, without):
        kinds = {each: self.policy.signoffs[each] for each in asked}
        return filled({each: int(kind.get("count", "1")) for each, kind in kinds.items()},
                      {each: self.policy.signers(kind.get("role"), self.now) - without
                       for each, kind in kinds.items()},
                      self.policy.separation.yes("one-signer-one-role", "yes"))

    def baseline(self, found, ref, env, new):
        others = [each for each in self.before if self.policy.environment_of(each) is env]
        if others:
            lines = [self.line_of(each, self.before[each]) for each in others]
            good = any(new in (step.oid, step.candidate) and step.oid not in line.rolled_back()
                       for line in lines for step in line.steps)
        else:
            good = self.on_source(env, new)
        if not good:
            found.unmet["comes-from"] = "a baseline that its source does not have"

    def steps(self, found, ref, env, old, new):
        line = self.objects.first_parents(new, old)
        if env.yes("fast-forward"):
            source = self.on_source(env, new)
            parents = self.objects.commit(new).parents
            if source or len(parents) != 2 or parents[0] != old:
                fast_forward(self, found, env, old, new, source)
                self.freeze(found, env)
                return
        above, *others = self.objects.commit(new).parents or [None]
        if line[-1] != old or others == [old] != [above] and self.on_source(env, above):
            found.unmet["merge-only"] = "what was there is not its first parent"
            return
        for oid in line[-2::-1]:
            if len(self.objects.commit(oid).parents) != 2:
                found.unmet["merge-only"] = f"{oid[:7]} is no merge of one candidate"
            else:
                step = Promotion(self, found, ref, env, oid)
                step.judge()
                if not (step.merge.emergency or step.merge.rollback or step.changes_nothing()):
                    self.freeze(found, env)

    def freeze(self, found, env):
        if self.policy.frozen(env, self.now):
            found.unmet["freeze"] = "a freeze lasts"
