"""What an environment's ref showed, from its baseline on."""
import re


class Step:
    """One state of a ref."""

    def __init__(self, objects, oid, promotion):
        commit = objects.commit(oid)
        self.oid, self.commit, self.promotion = oid, commit, promotion
        self.base, self.candidate = commit.parents if promotion else (None, None)
        self.trailers = objects.trailers(oid) if promotion else []

    def all(self, key):
        return [value for name, value in self.trailers if name == key]

    @property
    def id(self):
        ids = self.all("promotion")
        good = len(ids) == 1 and re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}", ids[0])
        return ids[0] if good else None

    @property
    def rollback(self):
        return bool(self.all("rolls-back-to"))

    @property
    def emergency(self):
        return bool(self.all("emergency"))

    @property
    def incident(self):
        return (self.all("emergency") or [""])[0].partition(" ")[0]


class Line:
    """The states of a ref up to `tip`, oldest first."""

    def __init__(self, objects, tip, baseline, source_line=frozenset()):
        self.objects = objects
        oids = objects.first_parents(tip, baseline)[::-1]
        self.steps = [Step(objects, oid, len(objects.commit(oid).parents) == 2
                           and oid != baseline and oid not in source_line) for oid in oids]
        # merges from before the gate, for the emergencies among them
        self.older = [Step(objects, oid, True) for oid in objects.first_parents(oids[0])[::-1]
                      if len(objects.commit(oid).parents) == 2 and oid not in source_line]
        self.by_oid = {step.oid: step for step in self.steps}

    def shown(self, oid):
        """Whose content a state shows: its candidate's, or its own where that differs."""
        step = self.by_oid.get(oid)
        first = step is not None and step is self.steps[0] and len(step.commit.parents) == 2
        if step is None or not (step.promotion or first):
            return oid
        candidate = self.objects.commit(step.commit.parents[1])
        if candidate.tree != step.commit.tree:
            return oid
        return self.shown(candidate.oid)

    def named(self, oid, steps=None):
        """The newest of these states that a commit names: itself, or the one that took it over."""
        steps = self.steps if steps is None else steps
        return next((step.oid for step in reversed(steps) if oid == step.oid or (
            oid == step.candidate and not step.rollback and step.oid in self.handed_over())), None)

    def rolled_back(self):
        """The states that a rollback took back."""
        found, order = set(), [step.oid for step in self.steps]
        for n, step in enumerate(self.steps):
            if step.rollback and (to := self.named(step.all("rolls-back-to")[0], self.steps[:n])):
                found.update(order[order.index(to) + 1:n])
        return found

    def waiting(self):
        """The emergencies that nobody reviewed yet, by their id."""
        found = {}
        for step in self.older + self.steps:
            if step.emergency and not step.rollback and step.id:
                found[step.id] = step
            elif step.promotion and not step.rollback:
                for each in step.all("reviews-emergency"):
                    found.pop(each, None)
        return found

    def spent(self):
        return {step.id.lower() for step in self.steps if step.promotion and step.id}

    def handed_over(self):
        """The promotions that hold their candidate and nothing of whoever made the merge."""
        return {step.oid for step in self.steps if step.promotion
                and step.commit.tree == self.objects.commit(step.candidate).tree}

    def came_with(self, oid):
        """The commits of the promotion that made what a state shows."""
        step = self.by_oid[oid]
        if not step.promotion:
            return set()
        if step.rollback:
            earlier = self.steps[:self.steps.index(step)]
            to = self.named(step.all("rolls-back-to")[0], earlier)
            return self.came_with(to) if to else set()
        return self.added(step) or self.came_with(step.base)

    def added(self, step):
        """The commits that a step brings to what its base showed."""
        base = self.objects.ancestors(self.shown(step.base))
        return self.objects.ancestors(step.candidate) - base
