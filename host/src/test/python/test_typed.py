# SPDX-License-Identifier: Apache-2.0
import shutil
import sys
import textwrap
import unittest

from pso_for_tests import PSO, run


class Typed(unittest.TestCase):
    """Programs without a file."""

    def test_functions_given_with_c_travel_as_source(self):
        text = "import shared_objects as so\nK = 3\ndef f(n): return n * K\nprint(so.spawn(f, 5).result())"
        done = run([PSO, "--jit=off", "-c", text])
        self.assertEqual(("15\n", ""), (done.stdout, done.stderr))

    @unittest.skipUnless(sys.platform == "linux" and shutil.which("script"), "needs util-linux's script")
    def test_classes_typed_at_the_prompt_travel_as_source(self):
        typed = """\
            import shared_objects as so
            @so.shared
            class Typed:
                x: int = 3
                def f(self):
                    return self.x * 100

            def g(typed): return typed.f() + 1

            so.spawn(g, Typed()).result()
            exit()
            """
        done = run(["script", "-qec", f"'{PSO}' --jit=off", "/dev/null"], input=textwrap.dedent(typed))
        self.assertIn("301", done.stdout)
        self.assertNotIn("Traceback", done.stdout)


if __name__ == "__main__":
    unittest.main()
