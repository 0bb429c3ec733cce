"""Sign-offs: signed tags below refs/signoffs/, and the trailers of a merge that rest on them."""
import os
import re
import subprocess
import tempfile
import time

from objects import address

REF = re.compile(r"refs/signoffs/([^/]+)/([^/]+)/([^/]+?)(?:\.([2-9]|[1-9]\d+))?")
SIGNATURE = b"-----BEGIN SSH SIGNATURE-----"


class Tag:
    """A tag object, read as a sign-off. `problem` says why it is none."""

    def __init__(self, objects, oid):
        self.oid, self.problem, self.says = oid, None, {}
        kind, raw = objects.raw(oid)
        if kind != "tag":
            self.problem = "no annotated tag"
            return
        head, _, body = raw.partition(b"\n\n")
        fields = dict(line.split(" ", 1) for line in head.decode().split("\n"))
        self.target, self.tagger = fields["object"], address(fields["tagger"])
        self.time = int(fields["tagger"].rsplit(" ", 2)[1])
        text, mark, rest = body.partition(SIGNATURE)
        self.payload, self.signature = raw[:len(raw) - len(mark + rest)], mark + rest
        if fields["type"] != "commit" or not mark:
            self.problem = "not signed, or not on a commit"
            return
        for line in text.decode().split("\n"):
            key, colon, value = line.partition(": ")
            if colon:
                self.says.setdefault(key.lower(), []).append(value)

    def one(self, key):
        values = self.says.get(key, [])
        return values[0] if len(values) == 1 else None

    @property
    def kind(self):
        return (self.says.get("kind") or ["ordinary"])[0]

    @property
    def evidence(self):
        return {each.removeprefix("sha256:") for each in self.says.get("evidence", [])}

    @property
    def reviews(self):
        return set(self.says.get("reviews-emergency", []))


def signed_by(tag, person, signers, at):
    """Did a key that `signers` gives to the person at that time sign it?"""
    with tempfile.NamedTemporaryFile(suffix=".sig") as file:
        file.write(tag.signature)
        file.flush()
        when = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(at))
        return subprocess.run(["ssh-keygen", "-Y", "verify", "-f", signers, "-I", person, "-n",
                               "git", "-s", file.name, f"-Overify-time={when}"],
                              env=dict(os.environ, TZ="UTC"),
                              input=tag.payload, capture_output=True).returncode == 0


class Words:
    """What people said of promotions, by the tags that stand in the repository."""

    def __init__(self, objects, refs, ledger):
        self.all = []   # (number, id, role, person, tag, move)
        for ref, oid in refs.items():
            found = REF.fullmatch(ref)
            if found and (history := ledger.of(ref)):
                ident, role, person, number = found.groups()
                self.all.append((int(number or 1), ident, role, person, Tag(objects, oid),
                                 history[0][0]))
        self.all.sort(key=lambda word: word[0])

    def last(self):
        """The last word of each person, for each id, role, environment and kind."""
        found = {}
        for word in self.all:
            _, ident, role, person, tag, _ = word
            found[ident, role, person, tag.one("environment"), tag.kind] = word
        return found

    def of(self, ident, role, person, env, kind):
        """(word, fits): what a person said of a promotion, best of that environment and kind."""
        said = [word for word in self.last().values() if word[1:4] == (ident, role, person)]
        fit = [word for word in said if (word[4].one("environment"), word[4].kind) == (env, kind)]
        return max(fit or said, key=lambda word: word[0], default=None), bool(fit)


def sign_off_problem(push, ref, oid):
    """Why a tag may not stand under that name; None when it may."""
    objects, policy, refs = push.objects, push.policy, push.before
    found = REF.fullmatch(ref)
    if not found:
        return "its name is none of a sign-off"
    ident, role, person, number = found.groups()
    tag = Tag(objects, oid)
    if tag.problem:
        return tag.problem
    if role not in policy.roles or person not in policy.people or person in policy.services:
        return "no role or person of the policy"
    said = tag.one("promotion"), tag.one("role"), tag.one("decision")
    if said[:2] != (ident, role) or said[2] not in ("approve", "reject"):
        return "it says something else than its name"
    if tag.one("environment") not in policy.environments:
        return "no environment of the policy"
    if policy.by_address.get(tag.tagger) != person or push.pusher not in (None, person):
        return "it is not by the person, or pushed by somebody else"
    if person not in policy.holders(role, push.now):
        return "the person does not hold the role"
    if not push.now - 86400 < tag.time < push.now + 300:
        return "its date is not of today"
    if number:
        former = f"refs/signoffs/{ident}/{role}/{person}"
        former += f".{int(number) - 1}" if int(number) > 2 else ""
        if former not in push.after:
            return "the one before it is not there"
    if oid in refs.values():
        return "the same tag stands elsewhere"
    if not signed_by(tag, person, push.signers, push.now):
        return "not signed by a key of the person"
    return None


def filled(asked, given, one_role):
    """Can each kind have as many persons as it asks? A person fills one kind, or each of them.

    `asked` is {kind: count}, `given` {kind: persons}."""
    if not one_role:
        return all(len(given[kind]) >= count for kind, count in asked.items())
    seats = [kind for kind, count in asked.items() for _ in range(count)]
    taken = {}

    def seat(n, tried):
        for who in given[seats[n]] - tried:
            tried.add(who)
            if who not in taken or seat(taken[who], tried):
                taken[who] = n
                return True
        return False

    return all(seat(n, set()) for n in range(len(seats)))
