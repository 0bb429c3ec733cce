"""What really happened to a repository: the model's own account, not the gate's."""


class Move:
    """One push that went in. The gate's clock said something between `start` and `end`."""

    def __init__(self, start, end, pusher, changes):
        self.start, self.end, self.pusher, self.changes = int(start), int(end), pusher, changes


def is_after(time, move):
    """Is a time after that of a move? None where the second cannot be told."""
    return False if time <= move.start else True if time > move.end else None


def is_before(time, move):
    """Is a time before that of a move? None where the second cannot be told."""
    return True if time < move.start else False if time >= move.end else None


class Ledger:
    def __init__(self, armed=None):
        self.moves, self.armed = [], dict(armed or {})

    def add(self, move):
        self.moves.append(move)

    def with_push(self, move):
        """The ledger as it would be if a push went in."""
        other = Ledger(self.armed)
        other.moves = self.moves + [move]
        return other

    def of(self, ref):
        """[(move, value)] of a ref, oldest first; no move for the value that arming found."""
        found = [(None, self.armed[ref])] if ref in self.armed else []
        return found + [(move, move.changes[ref][1]) for move in self.moves if ref in move.changes]

    def baseline(self, ref):
        return next((value for _, value in self.of(ref)), None)

    def first(self, refs, reached):
        """The first move of one of these refs to a value that `reached` accepts, or "armed"."""
        if any(ref in self.armed and reached(self.armed[ref]) for ref in refs):
            return "armed"
        return next((move for move in self.moves for ref, (_, new) in move.changes.items()
                     if ref in refs and reached(new)), None)

    def brought_in(self, ref, holds):
        """(move, value) since which every value of the ref is one that `holds`; None for none."""
        found = None
        for move, value in reversed(self.of(ref)):
            if not holds(value):
                break
            found = (move, value)
        return found
