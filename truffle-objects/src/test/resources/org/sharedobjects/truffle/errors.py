def should_raise_os_errors_for_heaps_that_cannot_be_opened():
    raises(FileNotFoundError, None, lambda: N.heap_open('/no such folder/heap', 0, False))


def should_refuse_files_that_are_no_heaps():
    import os, tempfile
    for content in (b'', b'short', os.urandom(100_000)):
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            raises(HeapCorruptError, None, lambda: N.heap_open(file.name, 0, False))
            assert open(file.name, 'rb').read() == content


def should_keep_heaps_apart():
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        h, held = N.heap_open(folder + '/heap', 16 << 20, True)
        other = N.heap_root(h)
        other['x'] = [1]
        assert type(other['x']) is list and other['x'] == [1] and N.heap_info(h)[0] == 'heap'
        def cross(): root['x'] = other['x']
        raises(NotShareableError, None, cross)
        N.heap_enter(h)
        l = list([5])
        other['l'] = l
        def store_in_root(): root['l'] = l
        raises(NotShareableError, None, store_in_root)
        assert other['l'] is l and N.snapshots(l, other['x']) == ([5], [1])
        N.heap_exit(h)
        root['l'] = list()
        one_heap = "a transaction touches one heap: it runs in heap 'private', this is heap 'heap'"
        raises(ValueError, one_heap, lambda: atomically(lambda: (root.get('x'), l[0])))
        raises(ValueError, one_heap, lambda: atomically(lambda: (root.get('x'), l.append(1))))
        N.heap_close(h)
        raises(DetachedError, None, lambda: N.heap_root(h))
        raises(DetachedError, None, lambda: l[0])
        raises(DetachedError, None, lambda: len(l))
        raises(DetachedError, None, lambda: l.append(1))
        raises(DetachedError, None, lambda: other['x'])
        raises(DetachedError, None, lambda: builtins.list(other))


def should_say_when_the_heap_is_full_and_go_on():
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        h, held = N.heap_open(folder + '/heap', 4 << 20, True)
        other = N.heap_root(h)
        def fill():
            for i in range(1000):
                other[i] = b'x' * 100_000
        raises(HeapFullError, None, fill)
        assert other[0] == b'x' * 100_000
        N.heap_close(h)


def should_be_lone_values_for_everything_else():
    raises(TypeError, "expected a shared list, got 'int'", lambda: N.list_append(1, 2))
    raises(TypeError, "expected a shared dict, got 'list'", lambda: N.dict_clear(list()))
    raises(TypeError, None, lambda: N.list_append(list()))
    assert not N.is_shared(5) and N.is_shared(list())
