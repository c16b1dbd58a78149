//! The snapshot: what one collection saw, as lines that are stable, greppable and checked.
