"""That the optional modules keep to the frameworks' own hooks; `make test-frameworks` trains with the real ones."""

import ast
import importlib
import importlib.util
import os
import subprocess
import sys
import unittest
from pathlib import Path

import orrery

SOURCES = os.environ.get("ORRERY_FRAMEWORK_SOURCES")
"""A folder with the frameworks' packages, unpacked without what they depend on."""

BASES = {
    "keras": ["keras/src/callbacks/callback.py:Callback"],
    "lightning": [
        "lightning/pytorch/callbacks/callback.py:Callback",
        "pytorch_lightning/callbacks/callback.py:Callback",
    ],
    "xgboost": ["xgboost/callback.py:TrainingCallback"],
}
"""What each module's callback extends, in the frameworks' sources."""


def methods_of(path: Path, name: str):
    """The public methods of a class, with the names of their parameters."""
    (found,) = [
        node
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == name
    ]
    return {
        node.name: [argument.arg for argument in node.args.args]
        for node in found.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


class FrameworksTest(unittest.TestCase):
    def test_without_a_framework_the_error_says_what_to_install(self):
        for name in BASES:
            with self.subTest(name):
                if importlib.util.find_spec(name):
                    self.skipTest("%s is installed here" % name)
                program = "import orrery.%s" % name
                done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, timeout=60)
                self.assertIn(b"which is not installed here: pip install " + name.encode(), done.stderr)

    def test_the_package_itself_imports_no_framework(self):
        program = "import sys, orrery; sys.exit(any(name in sys.modules for name in %r))" % list(BASES)
        self.assertEqual(subprocess.run([sys.executable, "-c", program], timeout=60).returncode, 0)

    @unittest.skipUnless(SOURCES, "ORRERY_FRAMEWORK_SOURCES is not set (scripts/test-python sets it)")
    def test_hooks_are_those_that_the_frameworks_call(self):
        for name, bases in BASES.items():
            ours = methods_of(Path(orrery.__file__).parent / (name + ".py"), "OrreryCallback")
            self.assertTrue(ours)
            for base in bases:
                with self.subTest(base):
                    file, base_class = base.split(":")
                    theirs = methods_of(Path(str(SOURCES)) / file, base_class)
                    self.assertEqual(ours, {hook: theirs.get(hook) for hook in ours})


if __name__ == "__main__":
    unittest.main()
