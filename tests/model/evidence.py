"""What a promotion links: plan, acceptance, parallel run, and the files that those link."""
import hashlib
import re

import records
from ledger import is_after, is_before

LINK = re.compile(r"git:(\S+) sha256:([0-9a-f]{64})")


class File:
    """A linked file with its bytes, and the move that brought it in."""

    def __init__(self, path, digest, data, move):
        self.path, self.digest, self.data, self.move = path, digest, data, move


def linked(step, link):
    """The file that a link leads to; None with a finding where it does not."""
    push, path, digest = step.push, *LINK.fullmatch(link).groups()
    ref = push.policy.evidence.get("ref")
    tip = push.after.get(ref)
    entry = push.objects.files(push.objects.commit(tip).tree).get(path) if tip else None
    if not entry or entry[0] not in ("100644", "100755"):
        return step.unmet("evidence-intact", f"{path} is not there")
    data = push.objects.raw(entry[1])[1]
    if hashlib.sha256(data).hexdigest() != digest:
        return step.unmet("evidence-intact", f"{path} has other bytes")

    def holds(value):
        return push.objects.files(push.objects.commit(value).tree).get(path) == entry

    return File(path, digest, data, push.ledger.brought_in(ref, holds)[0])


def from_trailers(step, key, rule):
    """The files of all links of a trailer; without a rule, a bad link is left alone."""
    found = []
    for value in step.merge.all(key):
        path = (LINK.fullmatch(value) or [None, ""])[1]
        if not path or any(part in ("", ".", "..") for part in path.split("/")):
            step.whole = False
            if rule:
                step.unmet(rule, f"'{value}' is no link")
            continue
        step.evidence.add(value[-64:])
        if file := linked(step, value):
            found.append(file)
    return found


def word_of(step, file, rule="evidence-by"):
    """Whose word a file is; a contributor's is nobody's. A service's is its own."""
    who = file.move.pusher if file.move else None
    if who is None:
        step.unmet(rule, f"{file.path} was added by nobody of the policy")
    elif who in step.contributors:
        step.unmet(rule, f"{file.path} was added by {who}, who made the change")
    return who


def told(step, rule, record, **wanted):
    for key, value in wanted.items():
        if value is not None and record[key] != value:
            step.unmet(rule, f"{key} is {record[key]}, not {value}")


def ends_in_time(step, rule, file, finished):
    if file.move and is_after(finished - 300, file.move) is not False:
        late = is_after(finished - 300, file.move)
        step.unmet(rule, "it ends after it came in") if late else step.either(rule)


def starts_after(step, rule, started, move, what):
    """A test or a run starts no earlier than `move`, and no move of this push is early enough."""
    early = is_before(started, move) if move is not step.push.move else True
    if early is not False:
        step.unmet(rule, f"it starts before {what}") if early else step.either(rule)


def arrived(step, rule, file, started):
    """The candidate was on the source at that time, and before the record came in."""
    push, candidate = step.push, step.merge.candidate
    source = push.policy.environments[step.env.get("from")]
    refs = [ref for ref in set(push.before) | set(push.changes)
            if push.policy.environment_of(ref) is source]
    move = push.ledger.first(refs, lambda value: push.was_there(source, value, candidate))
    if move == "armed":
        if started < push.objects.commit(candidate).time:
            step.unmet(rule, "it starts before the candidate was made")
    elif move is None:
        if "comes-from" not in step.found.unmet:
            step.undecided(rule, "nobody knows when the candidate arrived")
    else:
        starts_after(step, rule, started, move, "the candidate arrived")
        if file.move is move:
            step.unmet(rule, "it came in together with the candidate")


def signed_for(step, file, who, rule, what):
    """A waiver is the word of one who signs this promotion and names this record."""
    if who not in step.policy.people or who in step.policy.services:
        step.unmet(rule, f"{what}: '{who}' is no person")
    elif who in step.contributors or who in step.testers:
        step.unmet(rule, f"{what}: {who} made or tested the change")
    elif who not in step.names_record(file.digest):
        step.unmet(rule, f"{what}: {who} does not sign for it")


def plan(step):
    links = step.merge.all("implementation-plan")
    if len(links) != 1:
        step.unmet("plan-linked", f"{len(links)} plans")
    for file in from_trailers(step, "implementation-plan", "plan-linked"):
        record = records.read("plan", file.data)
        if record:
            plan_is_by(step, file)
        if len(links) > 1:
            continue    # nobody knows which of them it follows
        if record is None:
            step.unmet("plan-complete", "the plan is not well formed")
            continue
        told(step, "plan-complete", record, promotion=step.merge.id, environment=step.env.id,
             candidate=step.merge.candidate)
        for owner in (part["owner"] for part in record["parts"].values()):
            if owner not in step.policy.people:
                step.unmet("plan-complete", "a step of nobody")
            elif owner in step.contributors and not step.may_promote:
                step.unmet("plan-complete", f"a step of {owner}, who made the change")
        if any(len(set(re.findall(r"[^\W_]", record[key]))) < 2
               for key in ("rollback", "communication")):
            step.unmet("plan-complete", "a rollback or communication that says nothing")
        hours = int(step.env.get("window-max-hours", "8760"))
        if record["window-end"] - record["window-start"] > hours * 3600:
            step.unmet("plan-complete", f"a window of more than {hours} hours")
        if not record["window-start"] <= step.push.now <= record["window-end"]:
            step.unmet("plan-window", "outside of the window")
        if step.push.pusher and record["performer"] != step.push.pusher:
            step.unmet("plan-performer", f"the performer is {record['performer']}")


def plan_is_by(step, file):
    who = word_of(step, file)
    if who and (who in step.policy.services
                or not step.policy.may_push(step.env, who, step.push.now)):
        step.unmet("evidence-by", f"the plan is by {who}, who may not push here")


def acceptance(step):
    if not step.merge.id:
        step.unmet("acceptance-linked", "no promotion is named")
    read, links = [], step.merge.all("acceptance-result")
    if not links:
        step.unmet("acceptance-linked", "no result is linked")
    files = from_trailers(step, "acceptance-result", "acceptance-linked")
    step.whole = step.whole and len(files) == len(links)
    for file in files:
        record = records.read("acceptance", file.data)
        if record is None:
            step.whole = False
            step.unmet("acceptance-bound", "the record is not well formed")
            continue
        step.testers.add(record["executed-by"])
        step.tested_until = max(step.tested_until, record["finished"])
        read.append((file, record, criteria_of(step, record)))
    step.later.append(lambda: [judge_acceptance(step, *each) for each in read])


def criteria_of(step, record):
    """(file, record) of the criteria that a record links."""
    if not LINK.fullmatch(record["criteria"]):
        step.unmet("acceptance-bound", "the criteria are no link")
    elif file := linked(step, record["criteria"]):
        step.evidence.add(file.digest)
        criteria = records.read("criteria", file.data)
        if criteria is None:
            step.unmet("acceptance-bound", "the criteria are not well formed")
        return file, criteria
    step.whole = False
    return None


def judge_acceptance(step, file, record, criteria):
    commit = step.merge.commit
    source = step.env.get("from")
    told(step, "acceptance-bound", record, promotion=step.merge.id, environment=source,
         candidate=step.merge.candidate,
         tree=step.push.objects.commit(step.merge.candidate or commit.oid).tree)
    arrived(step, "acceptance-bound", file, record["started"])
    ends_in_time(step, "acceptance-bound", file, record["finished"])
    tester = record["executed-by"]
    if (who := word_of(step, file)) and who != tester:
        step.unmet("evidence-by", f"tested by {tester}, brought in by {who}")
    if tester not in step.policy.people or tester in step.contributors:
        step.unmet("tester-not-author", f"{tester} is nobody, or made the change")
    if record["verdict"] != "pass":
        step.unmet("acceptance-passed", "the verdict is fail")
    for ident, result in record["parts"].items():
        if "log" in result and not LINK.fullmatch(result["log"]):
            step.unmet("acceptance-bound", "the log is no link")
        elif "log" in result and (log := linked(step, result["log"])) and not log.data:
            step.unmet("acceptance-passed", "an empty log")
        if result["outcome"] == "waived":
            signed_for(step, file, result["waived-by"], "acceptance-passed", f"waiver of {ident}")
    if not criteria:
        return
    brought, asked = criteria
    starts_after(step, "criteria-first", record["started"], brought.move, "its criteria came")
    who = brought.move.pusher
    if who in step.policy.services or \
            who in step.contributors and not step.all_name(brought.digest):
        step.unmet("criteria-independent", f"the criteria are by {who}")
    if asked is None:
        return
    told(step, "acceptance-bound", asked, promotion=step.merge.id)
    for ident, each in asked["parts"].items():
        outcome = record["parts"].get(ident, {}).get("outcome")
        if each.get("required", "yes") == "yes" and outcome not in ("pass", "waived"):
            step.unmet("acceptance-passed", f"{ident} did not pass")
    if record["parts"].keys() - asked["parts"].keys():
        step.unmet("acceptance-passed", "a result of no criterion")


def impact(step):
    levels, stated = list(step.policy.impacts), step.merge.all("impact")
    step.touched = step.policy.touched(
        step.push.objects.changed(step.merge.base, step.merge.oid))
    if len(stated) != 1 or stated[0] not in levels:
        step.unmet("impact-stated", f"stated: {stated}")
    else:
        step.stated = stated[0]
        if any(levels.index(each) > levels.index(step.stated) for each in step.touched):
            step.unmet("impact-floor", f"{step.stated} is less than {step.touched[-1]}")


def parallel_run(step):
    levels = step.touched + ([step.stated] if step.stated else [])
    level = max(levels, key=list(step.policy.impacts).index, default=None)
    days = int(step.policy.impacts[level].get("parallel-run-days", "0")) if level else 0
    asked = days and not step.merge.emergency
    files = from_trailers(step, "parallel-run", "parallel-run" if asked else None)
    if asked:
        if not step.merge.all("parallel-run"):
            step.unmet("parallel-run", "none is linked")
        step.later.append(lambda: [judge_run(step, file, days) for file in files])


def judge_run(step, file, days):
    record, rule = records.read("parallel-run", file.data), "parallel-run"
    if record is None:
        return step.unmet(rule, "it is not well formed")
    told(step, rule, record, promotion=step.merge.id, old=step.merge.base,
         new=step.merge.candidate)
    if record["finished"] - record["started"] < days * 86400:
        step.unmet(rule, f"it did not last {days} days")
    arrived(step, rule, file, record["started"])
    ends_in_time(step, rule, file, record["finished"])
    stood = step.push.ledger.first([step.ref], lambda value: step.merge.base in
                                   step.push.objects.first_parents(value))
    if stood not in ("armed", None):
        starts_after(step, rule, record["started"], stood, "the old side stood there")
    who = word_of(step, file)
    runners = [role for role in ("tester", "operator") if role in step.policy.roles]
    if who and not any(who in step.policy.holders(role, step.push.now) for role in runners):
        step.unmet("evidence-by", f"a run by {who}, neither tester nor operator")
    for ident, part in record["parts"].items():
        signed_for(step, file, part["accepted-by"], rule, f"difference {ident}")
