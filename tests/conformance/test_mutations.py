"""The mutations of mutate.py, which takes too long to be a test, still apply to the source."""

import os
import unittest

import mutate


class Mutations(unittest.TestCase):
    def test_each_fits_one_place(self):
        for mutation in mutate.MUTATIONS:
            with open(os.path.join(mutate.ROOT, mutation.file), encoding='utf-8') as file:
                self.assertEqual(mutate.mutated(mutation, file.read())[1], 1, mutation.name)


if __name__ == '__main__':
    unittest.main()
