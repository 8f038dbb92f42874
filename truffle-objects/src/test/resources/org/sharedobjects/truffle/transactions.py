class Cell(Object):
    def __init__(self, v): self.v = v


def should_undo_everything_when_an_exception_leaves():
    l, d, c = list([1]), dict({'a': 1}), Cell(1)
    def change():
        l.append(2); l[0] = 9; d['a'] = 2; d['b'] = 3; c.v = 5; c.w = 6
        assert l == [9, 2] and d == {'a': 2, 'b': 3} and (c.v, c.w) == (5, 6)
        raise LookupError
    raises(LookupError, '', lambda: atomically(change))
    assert l == [1] and d == {'a': 1} and c.v == 1 and not hasattr(c, 'w')


def should_keep_everything_when_it_commits():
    l, d, c = list([1]), dict(), Cell(1)
    def change():
        l.append({'x': [1]}); d['l'] = l; d[c] = c; c.v += 1
        del l[0]
        return len(l)
    assert atomically(change) == 1
    assert l == [{'x': [1]}] and d['l'] is l and d[c] is c and c.v == 2


def should_know_whether_one_runs():
    assert not N.in_transaction()
    assert atomically(N.in_transaction)
    assert not N.doomed()
    raises(RuntimeError, 'commit() outside a transaction', N.commit)
    raises(RuntimeError, 'retry() outside a transaction', N.retry)
    raises(RuntimeError, 'begin inside a transaction', lambda: atomically(lambda: N.begin(0)))
    assert N.abort() is None and not N.in_transaction()


def should_go_on_raising_after_retry():
    l = list([1])
    N.begin(0)
    raises(_Retry, '', N.retry)
    raises(_Retry, None, lambda: l.append(1))
    raises(_Retry, None, lambda: l[0])
    assert N.doomed() and N.commit() is False and not N.in_transaction()
    assert l == [1]


def should_stop_waiting_when_the_time_is_up():
    l = list([1])
    def waits_in_vain():
        N.begin(0)
        l[0]
        return N.retry_wait(0.05) is False and not N.in_transaction()
    assert any(waits_in_vain() for _ in range(10))  # a collector that comes ends it as well


def should_wake_when_another_thread_changes_what_was_read():
    import threading
    l = list([0])
    def wait():
        if l[0] == 0:
            N.retry()
        return l[0]
    result = []
    thread = threading.Thread(target=lambda: result.append(atomically(wait)))
    thread.start()
    l[0] = 7
    thread.join()
    assert result == [7]


def should_keep_transactions_of_threads_apart():
    import threading
    l = list([0])
    N.begin(0)
    l[0] = 5
    seen = []
    thread = threading.Thread(target=lambda: seen.extend([l[0], N.in_transaction()]))
    thread.start()
    thread.join()
    assert seen == [0, False] and l[0] == 5
    assert N.commit() and l[0] == 5


def should_count_right_with_many_threads():
    import threading
    c, d = Cell(0), dict({'n': 0})
    def bump():
        for _ in range(200):
            atomically(step)
    def step():
        c.v += 1
        d['n'] += 1
    threads = [threading.Thread(target=bump) for _ in range(4)]
    for t in threads: t.start()
    for t in threads: t.join()
    assert c.v == d['n'] == 800


def should_run_outside_of_the_transaction_on_demand():
    l, log = list([1]), list()
    def change():
        l[0] = 2
        N.outside(lambda: log.append(N.in_transaction()))
        raise LookupError
    raises(LookupError, '', lambda: atomically(change))
    assert l == [1] and log == [False]


def should_see_its_own_slices_and_iterations():
    l, d = list([1, 2, 3]), dict({1: 1})
    def change():
        l[1:] = [9]
        d[2] = 2
        return builtins.list(l), builtins.list(d), l[:], len(d), sum(x for x in l), 9 in l
    assert atomically(change) == ([1, 9], [1, 2], [1, 9], 2, 10, True)
