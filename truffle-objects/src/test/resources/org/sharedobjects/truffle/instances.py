class Account(Object):
    kind = 'account'

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, n):
        self.balance += n
        return self.balance

    @property
    def double(self):
        return self.balance * 2

    @double.setter
    def double(self, value):
        self.balance = value // 2

    @classmethod
    def made(cls, owner):
        return cls(owner)

    @staticmethod
    def rate():
        return 3


class Savings(Account):
    def deposit(self, n):
        return super().deposit(n) + 1


class Lenient(Object):
    def __getattr__(self, name):
        if name.startswith('x'):
            return name * 2
        raise AttributeError(name)


def should_have_fields_methods_properties_and_class_attributes():
    a = Account('ann', 5)
    assert (a.owner, a.balance, a.kind, a.deposit(3), a.double, a.rate()) == ('ann', 5, 'account', 8, 16, 3)
    a.double = 30
    assert a.balance == 15 and type(a) is Account and a.__class__ is Account and isinstance(a, Object)
    assert Account.made('bob').owner == 'bob'
    assert Savings('eve').deposit(1) == 2


def should_add_and_remove_fields():
    a = Account('ann')
    a.extra = [1]
    assert a.extra == [1] and type(a.extra) is list
    del a.extra
    raises(AttributeError, "'Account' object has no attribute 'extra'", lambda: a.extra)
    def delete(): del a.extra
    raises(AttributeError, "'Account' object has no attribute 'extra'", delete)
    a.kind = 'own'
    assert a.kind == 'own' and Account.kind == 'account'
    del a.kind
    assert a.kind == 'account'


def should_hold_many_fields():
    a = Account('ann')
    for i in range(200):
        setattr(a, f'field{i}', i)
    assert all(getattr(a, f'field{i}') == i for i in range(200))
    assert len(a.__dict__) == 202


def should_ask_getattr_only_for_what_is_missing():
    x = Lenient()
    x.xa = 1
    assert x.xa == 1 and x.xb == 'xbxb'
    raises(AttributeError, 'other', lambda: x.other)


def should_show_fields_in_dict_and_vars():
    a = Account('ann', 5)
    assert a.__dict__ == vars(a) == {'owner': 'ann', 'balance': 5} == N.object_fields(a)


def should_never_have_attributes_of_this_interpreter_alone():
    a = Account('ann')
    raises(AttributeError, "'Account' object has no attribute 'q'", lambda: object.__setattr__(a, 'q', 1))
    def change_class(): a.__class__ = Savings
    raises(TypeError, "attribute '__class__' of shared object 'Account' cannot be assigned", change_class)
    raises(TypeError, 'attribute name must be string, not \'int\'', lambda: setattr(a, 5, 1))


def should_be_one_object_however_it_is_reached():
    import weakref
    a = Account('ann')
    root['a'] = a
    assert root['a'] is a and weakref.ref(a)() is a and list([a])[0] is a
    del root['a']


def should_read_and_write_fields_of_several_shapes_at_one_place():
    objects = []
    for i in range(6):
        x = Account(i)
        for j in range(i):
            setattr(x, f'f{j}', j)
        x.last = i
        objects.append(x)
    for _ in range(100):
        for i, x in enumerate(objects):
            assert x.last % 10 == i
            x.last += 10


def should_keep_fields_when_attribute_names_differ_only_in_object():
    a = Account('ann')
    setattr(a, 'dyn' + 'amic', 1)
    assert a.dynamic == 1


def should_name_the_field_that_cannot_be_shared():
    def store(): Account('ann').owner = {'x': object()}
    raises(NotShareableError, ".owner['x']: 'object' cannot be shared", store)


def should_prefer_data_descriptors_to_fields():
    a = Account('ann', 5)
    def read(): return a.balance
    def write(value): a.balance = value
    for _ in range(3):
        write(5)
        assert read() == 5
    N.object_store(a, 'double', 'hidden')
    assert a.double == 10 and N.object_fields(a)['double'] == 'hidden'
    Account.balance = property(lambda self: 'described', lambda self, value: None)
    N.shadow('balance')
    write(6)
    assert read() == 'described' and N.object_fields(a)['balance'] == 5
    del Account.balance
    assert read() == 5
