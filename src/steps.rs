//! How much work is done, counted in tests only: what shows that it grows with the input and no faster.

#[cfg(test)]
std::thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Notes that `things` were looked at: bytes, problems, nodes, entries, names, elements.
#[inline]
pub fn step(things: usize) {
    #[cfg(test)]
    STEPS.set(STEPS.get() + things as u64);
    #[cfg(not(test))]
    let _ = things;
}

/// Nothing is counted, and what `work` gives.
#[cfg(not(test))]
pub fn counted<T>(work: impl FnOnce() -> T) -> (u64, T) {
    (0, work())
}

/// How much `work` looks at, on this thread, and what it gives.
#[cfg(test)]
pub fn counted<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = STEPS.get();
    let result = work();
    (STEPS.get() - before, result)
}
