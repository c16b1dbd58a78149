//! The ports from 0 to 65535, cut where the answer to a question can change.

use crate::inventory::net::PortRange;

/// The fewest ranges that together are every port, and none of which is only in part in any of `ranges`.
pub(super) fn cut(ranges: impl IntoIterator<Item = PortRange>) -> Vec<PortRange> {
    let mut starts = vec![0];
    for range in ranges {
        starts.push(range.from());
        starts.extend(range.to().checked_add(1));
    }
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([u16::MAX]);
    starts.iter().zip(ends).filter_map(|(from, to)| PortRange::new(*from, to)).collect()
}

/// Adds a range behind those that are there, as one with the last where they touch.
pub(super) fn append(runs: &mut Vec<PortRange>, next: PortRange) {
    if let Some(last) = runs.last_mut()
        && last.to().checked_add(1) == Some(next.from())
        && let Some(joined) = PortRange::new(last.from(), next.to())
    {
        *last = joined;
    } else {
        runs.push(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(words: &[&str]) -> Vec<PortRange> {
        words.iter().map(|word| word.parse().unwrap()).collect()
    }

    #[test]
    fn the_space_is_cut_at_both_ends_of_every_range() {
        assert_eq!(cut([]), [PortRange::ALL]);
        assert_eq!(cut([PortRange::ALL]), [PortRange::ALL]);
        let cuts = cut(ranges(&["22", "20-30", "65535"]));
        assert_eq!(cuts, ranges(&["0-19", "20-21", "22", "23-30", "31-65534", "65535"]));
    }

    #[test]
    fn ranges_that_touch_become_one() {
        let mut runs = Vec::new();
        for range in ranges(&["0-19", "20-21", "23", "24-65535"]) {
            append(&mut runs, range);
        }
        assert_eq!(runs, ranges(&["0-21", "23-65535"]));
    }
}
