"""What decides whether an image is built and tested anew: the name of its content."""

import os
import shutil
import subprocess
import tempfile
import unittest

from machine import PROJECT


def content_of(folder):
    done = subprocess.run(["sh", "-c", 'project=$1; . "$2/image/lib.sh"; content_of image web', "sh", folder, PROJECT],
                          check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Content(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = os.path.join(folder.name, "tree")
        self.clone = os.path.join(folder.name, "clone")
        for name, text in (("image/script", "#!/bin/sh\n"), ("web/page.js", "1\n"), (".gitignore", "node_modules/\n/image/keys/\n"),
                           ("image/tested.sha256", "earlier\n"), ("web/of a name\nlike this", "2\n")):
            self.write(name, text)
        os.chmod(os.path.join(self.tree, "image/script"), 0o755)
        os.symlink("/run/nowhere", os.path.join(self.tree, "image/link"))
        for words in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]):
            subprocess.run(["git", "-C", self.tree, *words], check=True)
        self.first = content_of(self.tree)

    def write(self, name, text):
        path = os.path.join(self.tree, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def test_a_clone_has_the_same(self):
        self.assertRegex(self.first, "^[0-9a-f]{64}$")
        for name in ("web/node_modules/x.js", "image/keys/ca.key", "target/x.jar"):
            self.write(name, "made\n")
        self.write("image/tested.sha256", "now\n")
        self.assertEqual(self.first, content_of(self.tree))
        mask = os.umask(0o077)
        try:
            subprocess.run(["git", "clone", "-q", self.tree, self.clone], check=True)
        finally:
            os.umask(mask)
        self.assertEqual(self.first, content_of(self.clone))

    def test_a_folder_without_git_has_the_same(self):
        shutil.rmtree(os.path.join(self.tree, ".git"))
        self.write("web/node_modules/x.js", "made\n")
        self.assertEqual(self.first, content_of(self.tree))

    def test_every_change_makes_another(self):
        seen = {self.first}

        def assert_new():
            content = content_of(self.tree)
            self.assertNotIn(content, seen)
            seen.add(content)

        self.write("web/page.js", "2\n")
        assert_new()
        os.chmod(os.path.join(self.tree, "web/page.js"), 0o755)
        assert_new()
        self.write("web/new.js", "")
        assert_new()
        os.unlink(os.path.join(self.tree, "image/script"))
        assert_new()
        os.unlink(os.path.join(self.tree, "image/link"))
        os.symlink("/run/elsewhere", os.path.join(self.tree, "image/link"))
        assert_new()
