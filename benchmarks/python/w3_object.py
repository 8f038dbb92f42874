# SPDX-License-Identifier: Apache-2.0
"""W3: one object's attribute read and written, and a method call. usage: w3_object.py private|shared"""

import sys

from timing import measure

TIMES = 10_000

if sys.argv[1] == "shared":
    import shared_objects as so

    class_decorator = so.shared
else:

    def class_decorator(cls):
        return cls


@class_decorator
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount

    def current(self):
        return self.balance


account = Account()


def read(account=account):
    total = 0
    for _ in range(TIMES):
        total += account.balance
    return total


def read_by_method(account=account):
    total = 0
    for _ in range(TIMES):
        total += account.current()
    return total


def write(account=account):
    for i in range(TIMES):
        account.balance = i


def call(account=account):
    for _ in range(TIMES):
        account.deposit(1)


measure("attribute read", read, TIMES)
measure("attribute read by a method", read_by_method, TIMES)
measure("attribute write", write, TIMES)
measure("method call with +=", call, TIMES)
