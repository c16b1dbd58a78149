//! An asset with every type, and what is said of it: the ground of this module's tests.

mod asset;
mod cases;
mod load;
mod results;
mod schema;
mod unset;
