//! How many calls may be under way to one service in one region: halved when it asks to slow down, then let grow again.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The limit of one service in one region. Standard retries wait between attempts; this keeps us from asking for more
/// than is given in the first place.
#[derive(Debug)]
pub(super) struct Limiter {
    permits: Arc<Semaphore>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    most: usize,
    limit: usize,
    /// Permits that are still to be taken away, as soon as they come back.
    owed: usize,
    /// Calls that went well since the limit last changed.
    calm: usize,
    /// Counts the halvings: calls that began before the last one say nothing about the new limit.
    epoch: u64,
}

/// Leave to make one call.
#[derive(Debug)]
pub(super) struct Permit {
    limiter: Arc<Limiter>,
    held: Option<OwnedSemaphorePermit>,
    epoch: u64,
}

impl Limiter {
    /// At most `most` calls at once.
    pub(super) fn new(most: usize) -> Arc<Self> {
        let most = most.max(1);
        let state = State { most, limit: most, owed: 0, calm: 0, epoch: 0 };
        Arc::new(Self { permits: Arc::new(Semaphore::new(most)), state: Mutex::new(state) })
    }

    /// Waits for leave to make a call.
    pub(super) async fn acquire(self: &Arc<Self>) -> Permit {
        // The semaphore is never closed.
        let held = Arc::clone(&self.permits).acquire_owned().await.ok();
        let epoch = self.with(|state| state.epoch);
        Permit { limiter: Arc::clone(self), held, epoch }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Permit {
    /// The service asked to slow down during this call.
    pub(super) fn throttled(&self) {
        let owed = self.limiter.with(|state| {
            if state.epoch != self.epoch || state.limit == 1 {
                return 0;
            }
            let half = state.limit / 2;
            let excess = state.limit - half;
            *state = State { limit: half, owed: state.owed + excess, calm: 0, epoch: state.epoch + 1, ..*state };
            state.owed
        });
        let taken = self.limiter.permits.forget_permits(owed);
        self.limiter.with(|state| state.owed = state.owed.saturating_sub(taken));
    }

    /// The call went through without being slowed down.
    pub(super) fn went_well(&self) {
        let grown = self.limiter.with(|state| {
            state.calm += 1;
            let grows = state.calm >= state.limit && state.limit < state.most;
            if grows {
                state.limit += 1;
                state.calm = 0;
            }
            // A permit that was still to be taken away is kept instead.
            let settled = grows && state.owed > 0;
            if settled {
                state.owed -= 1;
            }
            grows && !settled
        });
        if grown {
            self.limiter.permits.add_permits(1);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let Some(held) = self.held.take() else { return };
        let owed = self.limiter.with(|state| {
            let owed = state.owed > 0;
            state.owed -= usize::from(owed);
            owed
        });
        if owed {
            held.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn halves_once_for_calls_of_one_moment_and_grows_again() {
        let limiter = Limiter::new(8);
        let mut held = Vec::new();
        for _ in 0..8 {
            held.push(limiter.acquire().await);
        }
        held.iter().for_each(Permit::throttled);
        held.clear();
        assert_eq!(limiter.permits.available_permits(), 4, "eight throttled calls of one moment halve once");
        let one = limiter.acquire().await;
        one.throttled();
        drop(one);
        assert_eq!(limiter.permits.available_permits(), 2);
        for _ in 0..100 {
            let permit = limiter.acquire().await;
            permit.went_well();
        }
        assert_eq!(limiter.permits.available_permits(), 8, "calm calls give it back, and no more than it had");
    }

    #[tokio::test]
    async fn never_stops_altogether() {
        let limiter = Limiter::new(3);
        for _ in 0..10 {
            let permit = limiter.acquire().await;
            permit.throttled();
        }
        assert_eq!(limiter.permits.available_permits(), 1);
    }
}
