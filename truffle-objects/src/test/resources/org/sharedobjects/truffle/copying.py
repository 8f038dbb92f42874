def should_copy_native_containers_when_they_are_stored():
    native = [1]
    root['native'] = native
    native.append(2)
    assert root['native'] == [1] and type(root['native']) is list
    del root['native']


def should_keep_aliases_within_one_store():
    x = []
    l = N.share([x, {'x': x}, (x,)])
    assert l[0] is l[1]['x'] is l[2][0]


def should_keep_cycles():
    c = []
    c.append(c)
    c.append({'me': c})
    c.append((c, 1))
    s = N.share(c)
    assert s[0] is s and s[1]['me'] is s and s[2][0] is s


def should_keep_cycles_through_tuples():
    t = ([], {})
    t[0].append(t)
    t[1]['t'] = t
    s = N.share(t)
    assert s[0][0][0] is s[0] and s[1]['t'][1] is s[1]


def should_copy_nests_of_any_depth():
    native = inner = {}
    for _ in range(100_000):
        inner['d'] = [{}]
        inner = inner['d'][0]
    shared, depth = N.share(native), 0
    while shared:
        shared, depth = shared['d'][0], depth + 1
    assert depth == 100_000


def should_copy_tuples_of_any_depth():
    t = ()
    for _ in range(100_000):
        t = (t,)
    shared, depth = list([t])[0], 0
    while shared:
        shared, depth = shared[0], depth + 1
    assert depth == 100_000


def should_name_the_path_to_what_cannot_be_shared():
    def store(): root['cfg'] = {'cfg': [0, 1, 2, {'f': object()}]}
    raises(NotShareableError, "['cfg']['cfg'][3]['f']: 'object' cannot be shared", store)
    assert 'cfg' not in root
    raises(NotShareableError, "['a']: 'memoryview' cannot be shared", lambda: N.share({'a': memoryview(b'x')}))
    raises(NotShareableError, "'function' cannot be shared", lambda: list().append(lambda: 0))


def should_copy_bytearrays_and_arrays_in_and_out():
    import array
    native = bytearray(b'some bytes')
    a = array.array('h', [1, -2, 3])
    l = N.share([native, a, native])
    assert type(l[0]) is shared_bytearray and type(l[1]) is shared_array and l[0] is l[2]
    native[0] = 0
    l[1][1] = 7
    l[1].append(8)
    assert bytes(l[0]) == b'some bytes' and a[1] == -2
    out = N.copy_out(l)
    assert out == [bytearray(b'some bytes'), array.array('h', [1, 7, 3, 8]), bytearray(b'some bytes')]
    assert out[0] is out[2] and type(out[0]) is bytearray and type(out[1]) is array.array
    raises(NotShareableError, None, lambda: list([array.array('u', 'a')]))


def should_show_arrays_as_buffers_where_they_are():
    import array, struct
    a = shared_array('i', range(1000))
    view = memoryview(a)
    assert (view.format, view.itemsize, len(view), view.readonly) == ('i', 4, 1000, False)
    view[5] = -1
    a[6] = -2
    assert view[6] == -2 and a[5] == -1
    b = shared_bytearray(bytes(3000))
    struct.pack_into('<I', b, 1022, 0x01020304)
    assert struct.unpack_from('<I', b, 1022) == (0x01020304,) and b[1023] == 3
    assert bytes(b) == bytes(memoryview(b)) == b''.join([b])
    array_set_slice(b, slice(10, None))
    raises(BufferError, 'the shared array has become shorter', lambda: memoryview(a).cast('B')[3999] or array_set_slice(a, slice(1, None)) or view[500])


def should_refuse_subclasses_of_containers_and_scalars():
    import collections
    class Name(str): pass
    class Number(int): pass
    class Group(builtins.set): pass
    Pair = collections.namedtuple('Pair', 'a b')
    for value in (collections.OrderedDict(), collections.Counter(), Pair(1, 2), Name('x'), Number(1), type('Mine', (bytearray,), {})(b'x'),
                  Group({1}), len, type, object(), range(3), memoryview(b'x')):
        raises(NotShareableError, None, lambda: list([value]))


def should_store_nothing_when_a_part_cannot_be_shared():
    l = list([1, 2])
    def extend(): l[1:] = [3, [4, object()]]
    raises(NotShareableError, None, extend)
    d = dict({'a': 1})
    raises(NotShareableError, None, lambda: d.update({'b': 2, 'c': object()}))
    assert l == [1, 2] and d == {'a': 1}


def should_hold_texts_of_ten_million_characters():
    big = 'x' * 10_000_000
    l = list([big, big + 'é', big + '😀'])
    assert l[0] == big and l[1] == big + 'é' and l[2] == big + '😀'


def should_copy_out_deeply():
    s = N.share({'a': [1, (2, [3])]})
    s['me'] = s
    copy = N.copy_out(s)
    assert type(copy) is builtins.dict and type(copy['a']) is builtins.list
    assert type(copy['a'][1][1]) is builtins.list and copy['me'] is copy
    copy['a'].append(0)
    assert len(s['a']) == 2
    assert N.copy_out(5) == 5


def should_put_tuples_with_shared_objects_into_dicts_and_lists():
    inner = list([1])
    l = list([(inner, 2)])
    assert l[0][0] is inner and type(l[0]) is tuple


def should_copy_sets_in_and_out():
    inner = {1, 'a text of some length', (2, frozenset({3}))}
    pair = N.share([inner, inner, {'k': inner}])
    assert type(pair[0]) is set and pair[0] is pair[1] is pair[2]['k'] and pair[0] == inner
    inner.add(9)
    assert 9 not in pair[0]
    out = N.copy_out(pair)
    assert type(out[0]) is builtins.set and out[0] is out[2]['k']
    raises(TypeError, None, lambda: N.set_add_all(pair[0], [5, []]))
    raises(NotShareableError, None, lambda: N.set_add_all(pair[0], [5, object()]))
    assert 5 not in pair[0] and len(pair[0]) == 3
