"""Who helped to make a set of commits."""
import re

from objects import address

CO_AUTHOR = re.compile(r"^[\s>*+-]*co-(?:authored|developed)-by\s*:(.*)$", re.I | re.M)
SQUASHED = "Squashed commit of the following:"


def named_in(message):
    """The addresses that a message names as makers; None for one that cannot be read."""
    found = [address(text.strip()) for text in CO_AUTHOR.findall(message)]
    if SQUASHED in message:
        below = message.split(SQUASHED, 1)[1]
        found += [address(text) for text in re.findall(
            r"^commit [0-9a-f]{40}\n(?:Merge:.*\n)?Author: +(.*)$", below, re.M)]
    return found


def clean_merge(objects, commit):
    """Does this merge hold just what git's own merge gives, or what a promotion takes over?"""
    if len(commit.parents) < 2:
        return False
    return objects.merge_tree(*commit.parents) == commit.tree


def of(objects, policy, commit):
    """(persons, strangers). Whoever only made a merge that adds nothing made nothing, and a
    stranger who did is one all the same. A service counts as its owner."""
    found = named_in(commit.message)
    own = {commit.author, commit.committer}
    strangers = {each for each in own | set(found) if each not in policy.by_address}
    if not clean_merge(objects, commit):
        found += own
    elif commit.author != commit.committer:
        found.append(commit.author)
    known = {policy.by_address[each] for each in found if each in policy.by_address}
    return {policy.human(who) for who in known}, strangers


def makers(objects, policy, commits):
    """(persons, strangers) of many commits."""
    people, strangers = set(), set()
    for oid in commits:
        more, unknown = of(objects, policy, objects.commit(oid))
        people |= more
        strangers |= unknown
    return people, strangers
