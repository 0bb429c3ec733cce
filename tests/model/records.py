"""The records of a dossier. `read` gives a dict, or None for a record that is not well formed."""
from policy import moment, sections

SHAPES = {      # kind: keys that are asked, the section below and its keys
    "plan": ({"promotion", "environment", "candidate", "window-start", "window-end", "performer",
              "rollback", "communication"}, "step", {"action", "owner"}),
    "criteria": ({"promotion"}, "criterion", {"description"}),
    "acceptance": ({"promotion", "candidate", "tree", "environment", "criteria", "executed-by",
                    "started", "finished", "verdict"}, "result", {"outcome"}),
    "parallel-run": ({"promotion", "old", "new", "started", "finished", "compared", "identical"},
                     "difference", {"description", "accepted-by", "reason"}),
}
MORE = {"criterion": {"required"}, "result": {"log", "reason", "waived-by"}}
TIMES = {"window-start", "window-end", "started", "finished"}
WORDS = {"verdict": {"pass", "fail"}, "required": {"yes", "no"},
         "outcome": {"pass", "fail", "waived"}}


def section_ok(pairs, asked, more=frozenset()):
    keys = [key for key, _ in pairs]
    return (len(keys) == len(set(keys)) and asked <= set(keys) <= asked | more
            and all(value for _, value in pairs)
            and all(moment(value) is not None for key, value in pairs if key in TIMES)
            and all(value in WORDS[key] for key, value in pairs if key in WORDS))


def result_ok(result):
    asked = {"reason", "waived-by"} if result["outcome"] == "waived" else {"log"}
    return asked | {"outcome"} == set(result)


def parts_of(kind, text):
    """The record as a dict, its parts under "parts", as far as its form goes."""
    asked, below, asked_below = SHAPES[kind]
    found = sections(text)
    if not found or found[0][:2] != (kind, None) or not section_ok(found[0][2], asked):
        return None
    parts = {}
    for name, ident, pairs in found[1:]:
        if name != below or not ident or ident in parts or not section_ok(
                pairs, asked_below, MORE.get(below, frozenset())):
            return None
        parts[ident] = dict(pairs)
    record = dict(found[0][2], parts=parts)
    for key in TIMES & record.keys():
        record[key] = moment(record[key])
    return record


def read(kind, data):
    try:
        record = parts_of(kind, data.decode())
    except UnicodeDecodeError:
        return None
    if record is None:
        return None
    parts = record["parts"]
    if kind == "plan" and (not parts or record["window-end"] <= record["window-start"]):
        return None
    if kind == "acceptance" and not all(result_ok(each) for each in parts.values()):
        return None
    if kind == "parallel-run":
        if not (record["compared"].isdigit() and record["identical"].isdigit()):
            return None
        compared, identical = int(record["compared"]), int(record["identical"])
        if not compared or compared - identical != len(parts):
            return None
    return record
