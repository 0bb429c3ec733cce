"""Reads a policy.ini that is known to be well formed. Only what the model judges by."""
import calendar
import fnmatch
import re
import time


def sections(text):
    """[(kind, id, [(key, value)])] of an INI text; None for what is none."""
    found = []
    for line in text.split("\n"):
        line = re.sub(r"(^|\s);.*", "", line).rstrip()
        if not line or line.startswith("#"):
            continue
        if head := re.fullmatch(r'\[([\w-]+)(?: "([^"]+)")?\]', line):
            found.append((head.group(1), head.group(2), []))
        elif found and "=" in line and not line[0].isspace():
            key, value = line.split("=", 1)
            found[-1][2].append((key.strip(), value.strip()))
        else:
            return None
    return found


class Section:
    def __init__(self, ident, pairs):
        self.id, self.pairs = ident, pairs

    def all(self, key):
        return [value for name, value in self.pairs if name == key]

    def get(self, key, otherwise=None):
        return next(iter(self.all(key)), otherwise)

    def yes(self, key, otherwise="no"):
        return self.get(key, otherwise) == "yes"


def day(text, end):
    """A date of the policy: a day counts to its end."""
    if "T" in text:
        return moment(text)
    return time_gm(text, "%Y-%m-%d") + (86400 if end else 0)


def time_gm(text, form):
    return calendar.timegm(time.strptime(text, form))


def moment(text):
    """Seconds of an RFC 3339 time with its zone; None for anything else."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)", text)
    if not found:
        return None
    try:
        at = time_gm(found.group(1), "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return None
    if found.group(2) == "Z":
        return at
    sign, hours, minutes = found.group(2)[0], found.group(2)[1:3], found.group(2)[4:]
    return at - int(sign + "1") * (int(hours) * 3600 + int(minutes) * 60)


def path_matches(pattern, path):
    """"*" and "?" within one part, "**" for any number of parts."""
    parts = []
    for part in pattern.split("/"):
        parts.append("**" if part == "**" else re.escape(part).replace(r"\*", "[^/]*")
                     .replace(r"\?", "[^/]"))
    regex = "/".join(parts).replace("/**", "(?:/.+)").replace("**/", "(?:.+/)?")
    return re.fullmatch(regex, path) is not None


class Policy:
    def __init__(self, text):
        self.text = text
        every = [(kind, Section(ident, pairs)) for kind, ident, pairs in sections(text)]

        def kind(name):
            return {each.id: each for k, each in every if k == name}

        self.people = kind("person") | kind("service")
        self.services = kind("service")
        self.roles, self.signoffs = kind("role"), kind("signoff")
        self.environments, self.impacts = kind("environment"), kind("impact")
        self.freezes = kind("freeze")
        self.evidence = kind("evidence").get(None)
        self.separation = kind("separation").get(None, Section(None, []))
        self.emergency = kind("emergency").get(None)
        self.by_address = {mail.lower(): who for who, each in self.people.items()
                           for mail in each.all("email")}
        self.by_login = {login: who for who, each in self.people.items()
                         for login in each.all("login")}

    def present(self, who, now):
        each = self.people[who]
        start, end = each.get("from"), each.get("until")
        return not (start and now < day(start, False)) and not (end and now >= day(end, True))

    def holders(self, role, now):
        found = set()
        for text in self.roles[role].all("member") + self.roles[role].all("deputy"):
            who, *rest = text.split()
            dates = dict(zip(rest[::2], rest[1::2]))
            if "from" in dates and now < day(dates["from"], False):
                continue
            if "until" in dates and now >= day(dates["until"], True):
                continue
            if who in self.people and self.present(who, now):
                found.add(who)
        return found

    def signers(self, role, now):
        return {who for who in self.holders(role, now)
                if who not in self.services and self.people[who].all("email")}

    def human(self, who):
        """Who answers for it: a service's owner."""
        return self.services[who].get("owner", who) if who in self.services else who

    def may_push(self, section, who, now):
        roles = section.all("push")
        return not roles or any(who in self.holders(role, now) for role in roles)

    def environment_of(self, ref):
        for each in self.environments.values():
            pattern = each.get("ref")
            if ref == pattern or "*" in pattern and fnmatch.fnmatchcase(ref, pattern):
                return each
        return None

    def requires(self, env):
        return set(env.get("require", "").split())

    def frozen(self, env, now):
        for each in self.freezes.values():
            where = each.all("environment")
            if (not where or env.id in where) and \
                    day(each.get("from"), False) <= now < day(each.get("to"), True):
                return True
        return False

    def touched(self, paths):
        """The impact levels that changed paths touch, lowest first."""
        return [level for level, each in self.impacts.items()
                if any(path_matches(p, path) for p in each.all("path") for path in paths
                       if not any(path_matches(x, path) for x in each.all("except")))]
