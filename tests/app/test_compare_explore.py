"""corodemo compare and corodemo explore."""

import itertools
import json
import math
import unittest

import corodemo


def explored(*arguments):
    return json.loads(corodemo.run('explore', *arguments, '--json').stdout)


class Compare(unittest.TestCase):
    def compared(self, *arguments):
        done = corodemo.run('compare', *arguments, '--json')
        document = json.loads(done.stdout)
        self.assertEqual(done.status, 0 if document['same_order'] else 1)
        return document

    @staticmethod
    def positions(places):
        return [place['position'] for place in places]

    def test_wait_and_gather_start_in_different_orders(self):
        document = self.compared('wait', 'gather')
        self.assertFalse(document['same_order'])
        self.assertEqual(self.positions(document['left']['started']), [3, 2, 1])
        self.assertEqual(self.positions(document['right']['started']), [1, 2, 3])
        self.assertEqual(document['left']['returned'], 'set')
        self.assertEqual(document['right']['returned'], '1 2 3')
        self.assertEqual([document[side]['iterations'] for side in ('left', 'right')], [7, 5])

    def test_a_side_has_options_of_its_own(self):
        self.assertFalse(self.compared('gather --python 3.6', 'gather --python 3.13')['same_order'])
        self.assertTrue(self.compared('gather --python 3.7', 'gather --python 3.13')['same_order'])
        self.assertTrue(self.compared('wait --set-order argument', 'gather-print-sum')['same_order'])

    def test_it_fits_one_screen(self):
        for language in ('en', 'zh'):
            text = corodemo.on_terminal('compare', 'wait', 'gather', '--lang', language, NO_COLOR='1')
            self.assertLessEqual(len(text.splitlines()), 24)
            self.assertIn('≠', text)

    def test_what_is_no_scenario_is_refused(self):
        for sides, complaint in ((('nothing', 'gather'), "there is no scenario 'nothing'"),
                                 (('gather --nope', 'gather'), 'gather has no option --nope'),
                                 (('gather', 'list'), "there is no scenario 'list'"),
                                 (('gather', 'gather --help'), "'gather --help' is no scenario with options"),
                                 (('gather',), 'the name of a scenario is missing: corodemo list has them')):
            done = corodemo.run('compare', *sides)
            self.assertEqual((done.status, done.stdout), (2, ''))
            self.assertEqual(done.stderr, 'corodemo: %s\n' % complaint)


class Explore(unittest.TestCase):
    def test_wait_can_start_in_every_order_and_each_is_tried_once(self):
        for n in range(1, 7):
            document = explored('wait -n %d' % n)
            self.assertTrue(document['complete'])
            self.assertEqual(document['schedules'], math.factorial(n))
            orders = sorted(outcome['started'] for outcome in document['outcomes'])
            self.assertEqual(orders, sorted(' '.join(map(str, order)) for order in
                                            itertools.permutations(range(1, n + 1))))

    def test_gather_has_one_order_since_3_7(self):
        for version, count in (('3.6', 24), ('3.7', 1), ('3.10', 1), ('3.13', 1)):
            self.assertEqual(explored('gather -n 4', '--python', version)['schedules'], count)

    def test_each_schedule_leads_to_its_outcome(self):
        for outcome in explored('wait')['outcomes']:
            done = corodemo.run('wait', '--schedule', outcome['schedule'])
            self.assertEqual((done.status, done.stdout), (0, outcome['stdout']))

    def test_a_bound_is_kept_and_told(self):
        document = explored('wait -n 5', '--max-schedules', '7')
        self.assertEqual((document['schedules'], document['complete']), (7, False))
        self.assertIn('not tried', corodemo.run('explore', 'wait', '--max-schedules', '2').stdout)

    def test_it_says_what_the_tutorial_saw(self):
        text = corodemo.run('explore', 'wait').stdout
        seen = [line for line in text.splitlines() if 'what the tutorial saw' in line]
        self.assertEqual(len(seen), 1)
        self.assertIn('--schedule 3,2,1', seen[0])


if __name__ == '__main__':
    unittest.main()
