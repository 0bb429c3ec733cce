"""Git objects: written as loose files, read back through `git cat-file --batch`."""
import functools
import hashlib
import os
import re
import subprocess
import zlib

ZERO = "0" * 40


def git(repo, *args, data=None, env=None):
    """What a git command prints, or None when it fails."""
    done = subprocess.run(["git", "-C", repo, *args], input=data, capture_output=True, env=env)
    return done.stdout if done.returncode == 0 else None


class Commit:
    def __init__(self, oid, raw):
        head, _, body = raw.partition(b"\n\n")
        self.oid, self.message, self.parents = oid, body.decode("utf-8", "replace"), []
        for line in head.decode("utf-8", "replace").split("\n"):
            key, _, value = line.partition(" ")
            if key == "tree":
                self.tree = value
            elif key == "parent":
                self.parents.append(value)
            elif key == "author":
                self.author = address(value)
            elif key == "committer":
                self.committer = address(value)
                self.time = int(value.rsplit(" ", 2)[1])


def address(line):
    """The address in "Name <address> ...", folded; None where nobody can tell."""
    found = re.fullmatch(r"[^<>]*<([^<>\s]+@[^<>\s]+)>[^<>]*", line)
    return found.group(1).lower() if found else None


class Objects:
    """The objects of one repository. What was read once is kept: objects never change."""

    def __init__(self, repo):
        self.repo = repo
        self.reader = subprocess.Popen(["git", "-C", repo, "cat-file", "--batch"],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.raw = functools.cache(self.raw)
        self.commit = functools.cache(self.commit)
        self.files = functools.cache(self.files)
        self.ancestors = functools.cache(self.ancestors)
        self.trailers = functools.cache(self.trailers)
        self.merge_tree = functools.cache(self.merge_tree)

    def close(self):
        self.reader.stdin.close()
        self.reader.stdout.close()
        self.reader.wait()

    def write(self, kind, body):
        data = b"%s %d\0%s" % (kind.encode(), len(body), body)
        oid = hashlib.sha1(data).hexdigest()
        path = f"{self.repo}/objects/{oid[:2]}/{oid[2:]}"
        if not os.path.exists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path + "~", "wb") as out:
                out.write(zlib.compress(data, 1))
            os.rename(path + "~", path)
        return oid

    def raw(self, oid):
        """(kind, bytes) of an object."""
        self.reader.stdin.write(oid.encode() + b"\n")
        self.reader.stdin.flush()
        head = self.reader.stdout.readline().split()
        if len(head) != 3:
            raise KeyError(f"{oid} is not in {self.repo}")
        body = self.reader.stdout.read(int(head[2]))
        self.reader.stdout.read(1)
        return head[1].decode(), body

    def is_commit(self, oid):
        return self.raw(oid)[0] == "commit"

    def peeled(self, oid):
        """The commit that a tag leads to; the object itself where it is none."""
        kind, raw = self.raw(oid)
        return self.peeled(raw[7:47].decode()) if kind == "tag" else oid

    def commit(self, oid):
        return Commit(oid, self.raw(oid)[1])

    def files(self, tree):
        """{path: (mode, oid)} of a tree and all that is below it."""
        found, data = {}, self.raw(tree)[1]
        while data:
            entry, _, rest = data.partition(b"\0")
            oid, data = rest[:20].hex(), rest[20:]
            mode, name = entry.decode().split(" ", 1)
            if mode == "40000":
                found.update({f"{name}/{k}": v for k, v in self.files(oid).items()})
            else:
                found[name] = (mode, oid)
        return found

    def changed(self, one, other):
        """The paths that differ between the trees of two commits, or of none and one."""
        a = self.files(self.commit(one).tree) if one else {}
        b = self.files(self.commit(other).tree)
        return {path for path in a.keys() | b.keys() if a.get(path) != b.get(path)}

    def ancestors(self, oid):
        """A commit and all that it comes from."""
        seen, todo = set(), [oid]
        while todo:
            each = todo.pop()
            if each not in seen:
                seen.add(each)
                todo += self.commit(each).parents
        return frozenset(seen)

    def comes_from(self, new, old):
        return old in self.ancestors(new)

    def first_parents(self, oid, end=None):
        """A commit and its first parents, newest first, down to `end` (included)."""
        line = []
        while oid:
            line.append(oid)
            if oid == end:
                break
            parents = self.commit(oid).parents
            oid = parents[0] if parents else None
        return line

    def trailers(self, oid):
        """[(key in lower case, value)] of a commit's message, as git itself reads it."""
        text = git(self.repo, "interpret-trailers", "--parse",
                   data=self.commit(oid).message.encode()) or b""
        pairs = (line.split(":", 1) for line in text.decode().splitlines() if ":" in line)
        return [(key.strip().lower(), value.strip()) for key, value in pairs]

    def merge_tree(self, *parents):
        """The tree of git's own merge without conflict, or None."""
        if len(parents) > 2:
            return None if (tree := self.merge_tree(*parents[:2])) is None else self.octopus(
                tree, parents)
        text = git(self.repo, "merge-tree", "--write-tree", *parents)
        return text.decode().split()[0] if text else None

    def octopus(self, tree, parents):
        body = "tree %s\n%sauthor m <m@m> 0 +0000\ncommitter m <m@m> 0 +0000\n\nm\n" % (
            tree, "".join(f"parent {each}\n" for each in parents[:2]))
        return self.merge_tree(self.write("commit", body.encode()), *parents[2:])


def tree_of(objects, files):
    """Writes {path: bytes} as a tree. A value may be (mode, oid) for what is written already."""
    here, below = {}, {}
    for path, value in files.items():
        head, slash, rest = path.partition("/")
        if slash:
            below.setdefault(head, {})[rest] = value
        else:
            here[head] = value if isinstance(value, tuple) else (
                "100644", objects.write("blob", value))
    for name, each in below.items():
        here[name] = ("40000", tree_of(objects, each))
    order = sorted(here, key=lambda name: name + ("/" if here[name][0] == "40000" else ""))
    return objects.write("tree", b"".join(
        f"{here[name][0]} {name}".encode() + b"\0" + bytes.fromhex(here[name][1])
        for name in order))
