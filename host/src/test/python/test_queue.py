# SPDX-License-Identifier: Apache-2.0
import asyncio
import queue
import threading
import time
import unittest

import shared_objects as so
from values_for_tests import Point


def later(action):
    timer = threading.Timer(0.1, action)
    timer.start()
    return timer


class Queue(unittest.TestCase):
    def test_first_in_first_out_over_many_more_than_the_first_capacity(self):
        q = so.Queue()
        for number in range(100):
            q.put(number)
            if number % 3 == 0:
                q.get()
        rest = [q.get() for _ in range(q.qsize())]
        self.assertEqual([*range(34, 100)], rest)
        self.assertTrue(q.empty())

    def test_values_pass_by_reference_and_containers_are_copied_in(self):
        q = so.Queue()
        shared, native = so.share([1]), [2]
        q.put(shared)
        q.put(native)
        native.append(3)
        self.assertIs(shared, q.get())
        self.assertEqual([2], q.get())

    def test_an_unshareable_item_is_refused(self):
        q = so.Queue()
        with self.assertRaises(so.NotShareableError):
            q.put([object()])
        self.assertEqual(0, q.qsize())

    def test_it_has_no_native_form(self):
        for thing in (so.Queue(), so.Event(), so.Barrier(2), so.share([so.Queue()])):
            with self.assertRaisesRegex(TypeError, "no native form"):
                so.copy(thing)

    def test_an_unshareable_item_is_named_by_its_place_in_the_item(self):
        queue = so.Queue(2)
        for item, place in (({"a": [1, object()]}, r"\['a'\]\[1\]"), ([object()], r"\[0\]")):
            for put in (queue.put, queue.put_nowait, lambda item: so.atomically(queue.put, item)):
                with self.assertRaisesRegex(so.NotShareableError, place) as caught:
                    put(item)
                self.assertNotIn("[4]", str(caught.exception))
        with self.assertRaises(so.NotShareableError) as caught:
            queue.put(object())
        self.assertNotIn("[", str(caught.exception))
        queue.put("kept")
        self.assertEqual("kept", queue.get())

    def test_a_bounded_queue_is_full(self):
        q = so.Queue(2)
        q.put(1)
        self.assertFalse(q.full())
        q.put_nowait(2)
        self.assertTrue(q.full())
        with self.assertRaises(queue.Full):
            q.put_nowait(3)
        with self.assertRaises(queue.Full):
            q.put(3, timeout=0.05)
        self.assertEqual([1, 2], [q.get(), q.get_nowait()])

    def test_an_empty_queue(self):
        q = so.Queue()
        with self.assertRaises(queue.Empty):
            q.get_nowait()
        begin = time.monotonic()
        with self.assertRaises(queue.Empty):
            q.get(timeout=0.1)
        self.assertLess(0.05, time.monotonic() - begin)
        with self.assertRaisesRegex(ValueError, "non-negative"):
            q.get(timeout=-1)

    def test_get_blocks_until_somebody_puts(self):
        q = so.Queue()
        timer = later(lambda: q.put("x"))
        self.assertEqual("x", q.get())
        timer.join()

    def test_put_blocks_until_somebody_gets(self):
        q = so.Queue(1)
        q.put(1)
        timer = later(q.get)
        q.put(2)
        timer.join()
        self.assertEqual(2, q.get())

    def test_threads_hand_over_everything_once(self):
        q, out = so.Queue(5), so.Queue()

        def produce(start):
            for number in range(start, start + 100):
                q.put(number)

        def consume():
            for _ in range(100):
                out.put(q.get())

        threads = [threading.Thread(target=produce, args=(start,)) for start in (0, 100)]
        threads += [threading.Thread(target=consume) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([*range(200)], sorted(out.get() for _ in range(200)))

    def test_join_waits_for_task_done(self):
        q = so.Queue()
        q.put(1)
        q.get()
        timer = later(q.task_done)
        q.join()
        timer.join()
        with self.assertRaisesRegex(ValueError, "called too many times"):
            q.task_done()

    def test_shutdown_lets_the_rest_be_fetched(self):
        q = so.Queue()
        q.put(1)
        q.shutdown()
        with self.assertRaises(so.ShutDown):
            q.put(2)
        self.assertEqual(1, q.get())
        with self.assertRaises(so.ShutDown):
            q.get()

    def test_immediate_shutdown_empties_and_wakes(self):
        q = so.Queue()
        timer = later(lambda: q.shutdown(immediate=True))
        with self.assertRaises(so.ShutDown):
            q.get()
        timer.join()
        full = so.Queue()
        full.put(1)
        full.shutdown(immediate=True)
        full.join()
        with self.assertRaises(so.ShutDown):
            full.get_nowait()

    def test_moving_between_queues_is_one_transaction(self):
        source, target = so.Queue(), so.Queue()
        source.put(1)

        @so.atomic
        def move(fail):
            target.put(source.get())
            if fail:
                raise ValueError

        with self.assertRaises(ValueError):
            move(True)
        self.assertEqual((1, 0), (source.qsize(), target.qsize()))
        move(False)
        self.assertEqual((0, 1), (source.qsize(), target.qsize()))

    def test_order_is_kept_over_rings_of_all_sizes(self):
        q, put, got = so.Queue(), 0, 0
        for backlog in (7, 9, 255, 300, 1100, 3, 600, 0):
            while put - got < backlog:
                q.put((put, "item"))
                put += 1
            while put - got > backlog:
                self.assertEqual((got, "item"), q.get())
                got += 1
            self.assertEqual(backlog, q.qsize())
        self.assertTrue(q.empty())
        self.assertEqual(put, q.unfinished_tasks)

    def test_a_bound_may_be_anywhere(self):
        for bound in (1, 8, 9, 256, 700):
            q = so.Queue(bound)
            for start in (0, bound):
                for number in range(start, start + bound):
                    q.put_nowait(number)
                with self.assertRaises(queue.Full):
                    q.put_nowait(None)
                self.assertTrue(q.full())
                for number in range(start, start + bound):
                    self.assertEqual(number, q.get_nowait())
                    self.assertFalse(q.full())

    def test_the_bound_can_be_changed(self):
        q = so.Queue()
        q.put(1)
        q.maxsize = 2
        q.put(2)
        self.assertTrue(q.full())
        with self.assertRaises(queue.Full):
            q.put_nowait(3)
        timer = later(lambda: setattr(q, "maxsize", 3))
        q.put(3)
        timer.join()
        self.assertEqual([1, 2, 3], [q.get() for _ in range(3)])

    def test_immediate_shutdown_counts_what_it_drops_as_done(self):
        q = so.Queue()
        for number in range(600):
            q.put(number)
        q.get()
        q.shutdown(immediate=True)
        self.assertEqual((0, 1), (q.qsize(), q.unfinished_tasks))
        q.task_done()
        q.join()

    def test_put_and_get_wait_inside_transactions(self):
        left, right, full = so.Queue(), so.Queue(), so.Queue(1)
        full.put("before")
        right.put("right")
        either = so.atomic(lambda: so.or_else(left.get, right.get))
        self.assertEqual("right", either())
        timer = later(lambda: left.put("left"))
        self.assertEqual("left", either())
        timer.join()

        @so.atomic
        def both():
            full.put("after")
            right.put("too")

        timer = later(full.get)
        both()
        timer.join()
        self.assertEqual(("after", "too"), (full.get(), right.get()))
        self.assertEqual("second", so.atomically(so.or_else, lambda: (left.put("undone"), right.get()), lambda: "second"))
        self.assertTrue(left.empty())

    def test_a_transaction_sees_what_it_has_put_and_got(self):
        q = so.Queue()
        q.put(0)

        @so.atomic
        def work():
            for number in range(1, 300):
                q.put(number)
            return [q.get() for _ in range(299)], q.qsize()

        self.assertEqual(([*range(299)], 1), work())
        self.assertEqual(299, q.get())

    def test_an_item_that_was_got_is_not_kept(self):
        q = so.Queue()
        so.gc.collect()
        before = so.stats()["live_bytes"]
        for _ in range(100):
            q.put(b"x" * 100_000)
            q.get()
        so.gc.collect()
        self.assertLess(so.stats()["live_bytes"], before + 200_000)

    def test_tuples_come_as_they_were_put(self):
        q, shared = so.Queue(), so.share([])
        tuples = [(), (1,), (1, "a"), (True, None, 2.5, -(2**40), "long enough for a block"), (shared, "x"), ((1, 2), 3), (b"x", 2**80)]
        for _ in range(30):
            for each in tuples:
                q.put(each)
                found = q.get()
                self.assertEqual(each, found)
                self.assertEqual([*map(type, each)], [*map(type, found)])
            q.put((shared, 1))
            self.assertIs(shared, q.get()[0])
        self.assertIs(Point, type(self.through(q, Point(1, 2))))

    def through(self, q, value):
        q.put(value)
        return q.get()

    def test_it_is_reached_from_the_root(self):
        so.root["queue"] = so.Queue(3)
        q = so.root.pop("queue")
        self.assertIs(so.Queue, type(q))
        self.assertEqual(3, q.maxsize)


class Async(unittest.TestCase):
    def test_tasks_exchange_items_through_a_bounded_queue(self):
        q = so.Queue(1)

        async def produce():
            for number in range(5):
                await q.aput(number)

        async def consume():
            return [await q.aget() for _ in range(5)]

        async def main():
            return (await asyncio.gather(consume(), produce()))[0]

        self.assertEqual([*range(5)], asyncio.run(main()))

    def test_a_cancelled_aget_takes_nothing(self):
        q = so.Queue()

        async def main():
            task = asyncio.create_task(q.aget())
            await asyncio.sleep(0.05)
            task.cancel()
            await asyncio.sleep(0)
            q.put("kept")
            return await asyncio.wait_for(q.aget(), 5)

        self.assertEqual("kept", asyncio.run(main()))


class Event(unittest.TestCase):
    def test_wait(self):
        event = so.Event()
        self.assertFalse(event.wait(0.01))
        timer = later(event.set)
        self.assertTrue(event.wait())
        timer.join()
        self.assertTrue(event.is_set())
        event.clear()
        self.assertFalse(event.is_set())


class Barrier(unittest.TestCase):
    def test_parties_meet_again_and_again(self):
        barrier = so.Barrier(3)
        met = so.share([])

        def work():
            for _ in range(5):
                met.append(barrier.wait())

        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted([0, 1, 2] * 5), sorted(met))
        self.assertEqual(0, barrier.n_waiting)

    def test_a_timeout_breaks_it(self):
        barrier = so.Barrier(2)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait(0.05)
        self.assertTrue(barrier.broken)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait()
        barrier.reset()
        self.assertFalse(barrier.broken)

    def test_abort_wakes_those_who_wait(self):
        barrier = so.Barrier(2)
        timer = later(barrier.abort)
        with self.assertRaises(threading.BrokenBarrierError):
            barrier.wait()
        timer.join()

    def test_one_party_never_waits(self):
        self.assertEqual(0, so.Barrier(1).wait())
        with self.assertRaises(ValueError):
            so.Barrier(0)


if __name__ == "__main__":
    unittest.main()
