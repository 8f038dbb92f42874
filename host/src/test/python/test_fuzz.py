# SPDX-License-Identifier: Apache-2.0
import os
import unittest

from fuzz import arrays, driver

LONG = "PSO_LONG" in os.environ
# Each has found a difference once, or takes a way that others do not; every build takes the first one.
SEEDS = (1, 2, 3, 10)


class LikeNative(unittest.TestCase):
    """Whatever is done: the same result, the same exception with the same words, the same contents afterwards."""

    def run_all(self, fuzz, steps):
        for seed in [*SEEDS, *range(1000, 1400)] if LONG else SEEDS[:1]:
            with self.subTest(seed=seed):
                fuzz(seed, steps)

    def test_random_operations_on_lists(self):
        self.run_all(driver.fuzz_list, 250)

    def test_random_operations_on_dicts(self):
        self.run_all(driver.fuzz_dict, 250)

    def test_random_operations_on_sets(self):
        self.run_all(driver.fuzz_set, 250)

    def test_random_operations_on_arrays(self):
        self.run_all(arrays.fuzz_array, 250)

    def test_every_method_of_arrays_with_odd_arguments(self):
        self.run_all(arrays.fuzz_array_methods, 1)

    def test_iterators_of_what_changes(self):
        self.run_all(driver.fuzz_iterators, 100)

    def test_every_method_with_odd_arguments(self):
        self.run_all(driver.fuzz_methods, 1)

    def test_methods_of_the_native_class_end_with_ordinary_exceptions(self):
        self.run_all(driver.fuzz_unbound, 1)


if __name__ == "__main__":
    unittest.main()
