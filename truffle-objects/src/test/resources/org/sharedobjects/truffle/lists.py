VALUES = [1, -1, 2.5, float('inf'), 'a', 'a long string with ünïcode', '\ud800', '😀' * 3, '', 'nul\0', None, True, False,
          10 ** 30, -10 ** 400, 2 ** 40, 2 ** 63, b'', b'xy', b'x' * 100, (), (1, (2, 'z')), ..., frozenset([1, 'a']), 3j]


def should_give_back_every_immutable_value():
    l = list(VALUES)
    for stored, read in zip(VALUES, l):
        assert stored == read and type(stored) is type(read), (stored, read)
    assert len(l) == len(VALUES)


def should_keep_nan_as_value():
    l = list([float('nan')])
    assert l[0] != l[0]


def should_index_from_both_ends():
    l = list([1, 2, 3])
    assert (l[0], l[-1], l[True]) == (1, 3, 2)


def should_raise_as_a_list_does_for_bad_indexes():
    l = list([1])
    raises(IndexError, 'list index out of range', lambda: l[1])
    raises(IndexError, 'list index out of range', lambda: l[-2])
    raises(TypeError, 'list indices must be integers or slices, not str', lambda: l['a'])
    raises(IndexError, "cannot fit 'int' into an index-sized integer", lambda: l[10 ** 30])
    def assign(): l[1] = 0
    raises(IndexError, 'list assignment index out of range', assign)
    def delete(): del l[1]
    raises(IndexError, 'list assignment index out of range', delete)
    raises(IndexError, 'pop from empty list', list().pop)
    raises(IndexError, 'pop index out of range', lambda: l.pop(5))


def should_read_any_slice_as_a_list_does():
    native = [0, 1, 2, 3, 4, 5, 6]
    l = list(native)
    for start in (None, -9, -3, 0, 2, 9):
        for stop in (None, -9, -3, 0, 2, 9):
            for step in (None, -3, -1, 1, 2):
                assert l[start:stop:step] == native[start:stop:step]
    assert type(l[:]) is builtins.list


def should_write_any_slice_as_a_list_does():
    for start in (None, -9, -3, 0, 2, 9):
        for stop in (None, -9, -3, 0, 2, 9):
            for step in (None, -3, -1, 1, 2):
                # GraalPy's own list deletes when nothing is assigned to an extended slice; CPython's and ours raise.
                for values in ([7], [7, 8], [7, 8, 9], (9, 9, 9, 9)):
                    same_change(lambda l: l.__setitem__(slice(start, stop, step), values))
                same_change(lambda l: l.__delitem__(slice(start, stop, step)))


def same_change(change):
    native = [0, 1, 2, 3, 4]
    shared = list(native)
    errors = []
    for each in (native, shared):
        try:
            change(each)
            errors.append(None)
        except ValueError as e:
            errors.append(str(e))
    assert errors[0] == errors[1] and shared == native, (native, shared, errors)


def should_iterate_over_what_the_list_holds_by_then():
    l = list([1, 2])
    seen = []
    for x in l:
        seen.append(x)
        if x < 5:
            l.append(x + 2)
    assert seen == [1, 2, 3, 4, 5, 6]
    i = iter(l)
    builtins.list(i)
    l.append(0)
    assert next(i, 'end') == 'end'


def should_grow_to_a_hundred_thousand_elements():
    l = list()
    for i in range(100_000):
        l.append(i)
    assert len(l) == 100_000 and l[99_999] == 99_999 and sum(l) == 4999950000


def should_find_values_by_equality():
    l = list([1, 'x', [2]])
    assert 1.0 in l and 'x' in l and [2] in l and 3 not in l


def should_have_one_wrapper_per_object():
    l = list([[]])
    assert l[0] is l[0]
    inner = l[0]
    l.append(inner)
    assert l[1] is inner


def should_refuse_a_self_of_another_kind():
    raises(TypeError, None, lambda: list.__getitem__([1], 0))
    raises(TypeError, None, lambda: list.append(5, 0))
    raises(TypeError, None, lambda: list.__len__(dict()))
    raises(TypeError, None, lambda: len(builtins.list.__new__(list)))
    raises(TypeError, None, lambda: N.list_snapshot([1]))
