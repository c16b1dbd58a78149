//! What management says, as files that are reviewed like code: the risks that it accepts.

mod acceptances;
mod load;
#[cfg(test)]
mod tests;

pub use acceptances::Acceptances;
pub use load::load;
