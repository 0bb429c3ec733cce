"""The objects that people make: commits, records, sign-offs, merges."""
import hashlib
import os
import subprocess
import time

from objects import tree_of
from people import mark

EVIDENCE = "refs/heads/promotions"


def stamp(at):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


class World:
    def __init__(self, central, rng, keys):
        self.central, self.rng, self.keys = central, rng, keys
        self.objects, self.policy, self.refs = central.objects, central.policy, central.refs
        self.files = {}         # commit: {path: bytes}
        self.dossiers = {}      # what the evidence holds
        self.count = 0
        envs = list(self.policy.environments.values())
        self.production = self.policy.environments["production"]
        self.on_the_way = envs[1:envs.index(self.production)]
        self.signed = self.production.get("proof") == "signature"
        self.requires = self.policy.requires(self.production)

    def push(self, who, values, what):
        """Pushes {ref: value}; the short name of a branch will do."""
        values = {ref if ref.startswith("refs/") else f"refs/heads/{ref}": new
                  for ref, new in values.items()}
        moved = self.central.push(who, values, what)
        self.refs = self.central.refs
        return moved

    def tip(self, name):
        return self.refs.get(name if name.startswith("refs/") else f"refs/heads/{name}")

    def commit(self, files, parents, author, message, committer=None, at=None):
        at = int(at or time.time())
        self.count += 1
        tree = tree_of(self.objects, files)
        oid = self.objects.write("commit", (
            f"tree {tree}\n" + "".join(f"parent {each}\n" for each in parents)
            + f"author {mark(author)} {at} +0100\ncommitter {mark(committer or author)} {at} +0100"
            + f"\n\n{message}\n").encode())
        self.files[oid] = files
        return oid

    def changed(self, parent, path, author, message="Change", **more):
        files = {**self.files[parent], path: f"{author} {self.count}\n".encode()}
        return self.commit(files, [parent], author, message, **more)

    # Evidence

    def evidence(self, who, files, what, committer=None, base=None):
        """Pushes the dossiers with these files changed; None takes a file away."""
        wanted = {**self.dossiers, **files}
        wanted = {path: data for path, data in wanted.items() if data is not None}
        tip = self.tip(EVIDENCE)
        oid = self.commit(wanted, [tip] if tip else [], committer or who, f"Evidence: {what}")
        if self.push(who, {EVIDENCE: oid}, f"evidence: {what}"):
            self.dossiers = wanted
            return True
        return False

    @staticmethod
    def link(path, data):
        return f"git:{path} sha256:{hashlib.sha256(data).hexdigest()}"

    @staticmethod
    def record(kind, pairs, below="", parts=()):
        text = f"[{kind}]\n" + "".join(f"{key} = {value}\n" for key, value in pairs.items()
                                       if value is not None)
        for ident, part in parts:
            text += f'[{below} "{ident}"]\n'
            text += "".join(f"{key} = {value}\n" for key, value in part.items())
        return text.encode()

    # Sign-offs

    def sign(self, who, role, says, target, key=None, tagger=None, at=None):
        """A signed tag object. `says` is [(key, value)]."""
        text = "Sign-off\n\n" + "".join(f"{name}: {value}\n" for name, value in says)
        payload = (f"object {target}\ntype commit\ntag signoff-{self.count}\n"
                   f"tagger {mark(tagger or who)} {int(at or time.time())} +0100\n\n{text}")
        payload = payload.encode()
        self.count += 1
        signature = subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f",
             os.path.join(self.keys, key or who)],
            input=payload, capture_output=True, check=True).stdout
        return self.objects.write("tag", payload + signature)

    def free_name(self, ident, role, who):
        first = f"refs/signoffs/{ident}/{role}/{who}"
        number = 2
        if first not in self.refs:
            return first
        while f"{first}.{number}" in self.refs:
            number += 1
        return f"{first}.{number}"
