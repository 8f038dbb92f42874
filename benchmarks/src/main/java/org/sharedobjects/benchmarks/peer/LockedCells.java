// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Plain fields, a lock for each. More than one lock is taken in the order of the cells. */
final class LockedCells implements TransactionalCells {
    private static final class Account {
        final ReentrantLock lock = new ReentrantLock();
        long value;

        Account(long value) {
            this.value = value;
        }
    }

    private final Account[] accounts;

    LockedCells(int count, long value) {
        accounts = IntStream.range(0, count).mapToObj(i -> new Account(value)).toArray(Account[]::new);
    }

    @Override
    public long read(int index) {
        Account account = accounts[index];
        account.lock.lock();
        try {
            return account.value;
        } finally {
            account.lock.unlock();
        }
    }

    @Override
    public void write(int index, long value) {
        Account account = accounts[index];
        account.lock.lock();
        try {
            account.value = value;
        } finally {
            account.lock.unlock();
        }
    }

    @Override
    public void increment(int index) {
        Account account = accounts[index];
        account.lock.lock();
        try {
            account.value++;
        } finally {
            account.lock.unlock();
        }
    }

    @Override
    public void incrementInTransaction(int index) {
        increment(index);
    }

    @Override
    public long sum(int count) {
        for (int i = 0; i < count; i++) {
            accounts[i].lock.lock();
        }
        long sum = 0;
        for (int i = count - 1; i >= 0; i--) {
            sum += accounts[i].value;
        }
        for (int i = count - 1; i >= 0; i--) {
            accounts[i].lock.unlock();
        }
        return sum;
    }

    @Override
    public void transfer(int from, int to, long amount) {
        ReentrantLock first = accounts[Math.min(from, to)].lock;
        ReentrantLock second = accounts[Math.max(from, to)].lock;
        first.lock();
        second.lock();
        try {
            accounts[from].value -= amount;
            accounts[to].value += amount;
        } finally {
            second.unlock();
            first.unlock();
        }
    }

    @Override
    public void close() {}
}
