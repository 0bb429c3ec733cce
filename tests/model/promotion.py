"""One step of an environment: a merge, judged against its own base."""
import contributors
import evidence
import signoffs
from ledger import is_after


def promoted_by(push, found, people):
    if push.policy.separation.yes("authors-may-promote") or not push.pusher:
        return
    if push.policy.human(push.pusher) in people:
        found.unmet["author-not-promoter"] = f"{push.pusher} made the change"


def fast_forward(push, found, env, old, new, on_source):
    """A move to a commit of the source, without a merge."""
    if not on_source:
        found.unmet["comes-from"] = f"{new[:7]} was not on the source"
    people, strangers = contributors.makers(
        push.objects, push.policy, push.new_commits(new, [old]))
    if strangers and push.policy.separation.get("unknown-authors") != "allow":
        found.unmet["author-known"] = f"by {strangers}"
    promoted_by(push, found, people)


class Promotion:
    def __init__(self, push, found, ref, env, oid):
        self.push, self.policy, self.found, self.ref, self.env = push, push.policy, found, ref, env
        self.line = push.line_of(ref, oid)
        self.merge = self.line.by_oid[oid]
        self.before = push.line_of(ref, self.merge.base)
        self.shown = self.before.shown(self.merge.base)
        self.evidence, self.testers, self.tested_until, self.later = set(), set(), 0, []
        self.whole = True   # all that it rests on can be told
        self.touched, self.stated = [], None
        self.by_signature = env.get("proof", "signature") == "signature"
        self.may_promote = self.policy.separation.yes("authors-may-promote")
        self.signed = {}    # person: the sign-offs that approve, stale ones too
        self.unsigned = set()

    def unmet(self, rule, reason):
        self.found.unmet.setdefault(rule, reason)

    def undecided(self, rule, reason):
        self.found.undecided.setdefault(rule, reason)

    def either(self, rule):
        self.found.either[rule] = "within the second"

    def judge(self):
        merge, asks = self.merge, self.policy.requires(self.env)
        self.who_made_it()
        self.id_once()
        if merge.rollback:
            self.rollback()
        else:
            self.content(asks)
            self.emergency()
            if self.changes_nothing():
                if "acceptance" in asks and not merge.id:
                    self.unmet("acceptance-linked", "no promotion is named")
            else:
                self.records(asks)
        self.reviews()
        self.sign_offs()
        for each in self.later:
            each()
        self.separation()

    def changes_nothing(self):
        """A candidate that shows already, in a merge without an edit of its own."""
        base = self.push.objects.commit(self.merge.base)
        return self.merge.candidate == self.shown and self.merge.commit.tree == base.tree

    def records(self, asks):
        if "plan" in asks:
            evidence.plan(self)
        if "acceptance" in asks:
            evidence.acceptance(self)
        if "impact" in asks:
            evidence.impact(self)
        if "parallel-run" in asks:
            evidence.parallel_run(self)

    # What goes over

    def who_made_it(self):
        objects, merge = self.push.objects, self.merge
        commits = set(objects.ancestors(merge.candidate) - objects.ancestors(self.shown))
        for each in self.reviewed():
            commits |= self.before.added(each)
        commits -= self.before.handed_over()
        if not merge.rollback and merge.commit.tree != objects.commit(merge.candidate).tree:
            commits.add(merge.oid)
        if merge.rollback and (to := self.target()):
            commits = self.before.came_with(to)
        self.contributors, self.strangers = contributors.makers(objects, self.policy, commits)

    def content(self, asks):
        objects, merge = self.push.objects, self.merge
        if not self.push.on_source(self.env, merge.candidate):
            self.unmet("comes-from", f"{merge.candidate[:7]} was not on the source")
        if "complete" in asks:
            if merge.commit.tree != objects.commit(merge.candidate).tree:
                self.unmet("complete", "another tree")
            if not objects.comes_from(merge.candidate, self.shown):
                self.unmet("nothing-lost", f"{self.shown[:7]} is lost")

    # Exceptions

    def target(self):
        """The state that a rollback goes back to, as far as it is one."""
        names = self.merge.all("rolls-back-to")
        return self.before.named(names[0]) if len(names) == 1 else None

    def rollback(self):
        merge, objects = self.merge, self.push.objects
        names, to = merge.all("rolls-back-to"), self.target()
        if len(names) != 1 or merge.emergency:
            self.unmet("rollback", "more than one exception")
        if not merge.id:
            self.unmet("rollback", "no promotion is named")
        if to is None:
            self.unmet("rollback", f"{names[0][:40]} was never a state")
            return
        if to in self.before.rolled_back():
            self.unmet("rollback", "it was rolled back itself")
        if merge.commit.tree != objects.commit(names[0]).tree:
            self.unmet("rollback", "another tree")
        named = self.before.by_oid.get(names[0])
        if merge.candidate not in {names[0], named.candidate if named else names[0]}:
            self.unmet("rollback", "another second parent")

    def emergency(self):
        merge = self.merge
        if not merge.emergency:
            return
        values = merge.all("emergency")
        if self.policy.emergency is None:
            self.unmet("emergency", "the policy has none")
            return
        if len(values) != 1 or len(values[0].split()) < 2:
            self.unmet("emergency", "no incident with a reason")
        if not merge.id:
            self.unmet("emergency", "no promotion is named")
        elif merge.id in self.before.waiting():
            self.unmet("emergency", "one of that id waits for its review")
        if abs(merge.commit.time - self.push.now) > 86400:
            self.unmet("emergency", "dated on another day")
        if merge.all("reviews-emergency"):
            self.unmet("emergency", "it reviews another")

    def reviewed(self):
        if self.merge.emergency or self.merge.rollback:
            return []
        waiting = self.before.waiting()
        return [waiting[each] for each in self.merge.all("reviews-emergency") if each in waiting]

    def reviews(self):
        names = self.merge.all("reviews-emergency")
        if self.merge.rollback and names:
            self.unmet("emergency-review", "a rollback reviews nothing")
        elif not self.merge.emergency and len(self.reviewed()) < len(names):
            self.unmet("emergency-review", "none of that id waits")
        if not (self.merge.emergency or self.merge.rollback or self.changes_nothing()) and \
                self.policy.emergency is not None:
            days = int(self.policy.emergency.get("review-within-days"))
            if any(step in self.before.older and ident not in names
                   and step.commit.time + days * 86400 < self.push.now
                   for ident, step in self.before.waiting().items()):
                self.unmet("emergency-review", "a review is overdue")

    def id_once(self):
        if not self.merge.id or not self.by_signature:
            return
        ident = self.merge.id.lower()
        for ref in self.push.refs_of(self.env):
            tip = self.merge.base if ref == self.ref else self.push.before.get(ref)
            line = self.push.line_of(ref, tip) if tip else None
            if line and ref == self.ref and ident in line.spent():
                self.unmet("promotion-once", "it was spent here")
            elif line and any(line.by_oid[oid].id and line.by_oid[oid].id.lower() == ident
                              for oid in line.rolled_back()):
                self.unmet("promotion-once", "it was rolled back on another ref")

    # Who signs

    def asked(self):
        """The sign-offs that this promotion needs."""
        merge, policy = self.merge, self.policy
        if (merge.emergency or merge.rollback) and policy.emergency is not None:
            return policy.emergency.all("signoff")
        levels = [] if merge.rollback else self.touched + ([self.stated] if self.stated else [])
        more = [each for level in levels for each in policy.impacts[level].all("signoff")]
        return list(dict.fromkeys(self.env.all("signoff") + more))

    def named_by_trailers(self, kind):
        key = self.policy.signoffs[kind].get("trailer").lower()
        found = [text[text.rfind("<") + 1:].rstrip(">").strip().lower()
                 for text in self.merge.all(key) if text.endswith(">")]
        return {self.policy.by_address[mail] for mail in found if mail in self.policy.by_address}

    def kind_of_word(self):
        merge = self.merge
        return "rollback" if merge.rollback else \
            f"emergency {merge.incident}" if merge.emergency else "ordinary"

    def sign_offs(self):
        asked, now = self.asked(), self.push.now
        self.listed = {kind: self.named_by_trailers(kind) for kind in asked}
        able = {kind: people & self.policy.signers(self.policy.signoffs[kind].get("role"), now)
                for kind, people in self.listed.items()}
        counts = {kind: int(self.policy.signoffs[kind].get("count", "1")) for kind in asked}
        if not signoffs.filled(counts, able,
                               self.policy.separation.yes("one-signer-one-role", "yes")):
            self.unmet("signoff-present", "too few sign off")
        self.able = set().union(*able.values()) if able else set()
        if self.by_signature and asked:
            if not self.merge.id:
                self.unmet("signoff-proven", "no promotion is named")
            else:
                for kind, people in able.items():
                    for who in sorted(people):
                        self.proven(self.policy.signoffs[kind].get("role"), who)
        if asked:
            self.vetoes(asked)

    def proven(self, role, who):
        word, fits = self.push.words.of(
            self.merge.id, role, who, self.env.id, self.kind_of_word())
        if word is None:
            self.unmet("signoff-proven", f"no word of {who}")
            self.unsigned.add(who)
            return
        tag, move = word[4], word[5]
        if tag.one("decision") == "approve":
            self.signed.setdefault(who, []).append(tag)
        else:
            self.unsigned.add(who)
            if fits:
                return
        rests = self.evidence if self.whole else self.evidence | tag.evidence
        reviews = set(self.merge.all("reviews-emergency"))
        if not fits or (tag.target, tag.evidence, tag.reviews) != (
                self.merge.candidate, rests, reviews):
            self.unmet("signoff-current", f"{who} signed something else")
        elif self.tested_until and (early := is_after(self.tested_until, move)) is not False:
            self.unmet("signoff-current", f"{who} signed before the end of the test") \
                if early else self.either("signoff-current")

    def vetoes(self, asked):
        policy, objects = self.policy, self.push.objects
        kinds = set(asked) | set(self.env.all("signoff"))
        kinds |= {each for level in policy.impacts.values() for each in level.all("signoff")}
        if policy.emergency is not None:
            kinds |= set(policy.emergency.all("signoff"))
            kinds = set(asked) if self.merge.emergency and not self.merge.rollback else kinds
        roles = {policy.signoffs[kind].get("role") for kind in kinds}
        trees = {objects.commit(self.merge.candidate).tree, self.merge.commit.tree}
        for (ident, role, who, env, _), word in self.push.words.last().items():
            tag = word[4]
            if tag.one("decision") != "reject" or env != self.env.id or role not in roles \
                    or who not in policy.holders(role, self.push.now):
                continue
            if objects.commit(tag.target).tree in trees and (
                    not self.merge.rollback or ident == self.merge.id):
                self.unmet("signoff-veto", f"{who} rejects")

    def names_record(self, digest):
        """The persons whose word holds for a record."""
        if not self.by_signature:
            return self.able
        return {who for who, tags in self.signed.items()
                if any(digest in tag.evidence for tag in tags)}

    def all_name(self, digest):
        return bool(self.by_signature and self.signed and not self.unsigned) and \
            all(digest in tag.evidence for tags in self.signed.values() for tag in tags)

    def separation(self):
        if self.strangers and self.policy.separation.get("unknown-authors") != "allow":
            self.unmet("author-known", f"by {self.strangers}")
        listed = set().union(*self.listed.values()) if self.listed else set()
        if listed & self.contributors and not self.policy.separation.yes("authors-may-sign"):
            self.unmet("author-not-approver", f"{listed & self.contributors} made it")
        if not self.merge.rollback:
            promoted_by(self.push, self.found, self.contributors)
