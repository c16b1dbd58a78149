//! Typed paths: what an asset's facts are called and what type each has.
