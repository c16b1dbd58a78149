//! Sets of addresses, held as disjoint blocks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::inventory::net::Cidr;

/// What is left of the blocks without `taken`.
pub(super) fn without(blocks: &[Cidr], taken: Cidr) -> Vec<Cidr> {
    let mut left = Vec::new();
    for block in blocks {
        cut(*block, taken, &mut left);
    }
    left
}

/// Halves a block until `taken` falls out of it.
fn cut(mut block: Cidr, taken: Cidr, left: &mut Vec<Cidr>) {
    while !taken.contains(block) {
        let halves = if block.contains(taken) { halves(block) } else { None };
        let Some((low, high)) = halves else {
            left.push(block);
            return;
        };
        let (hit, missed) = if low.overlaps(taken) { (low, high) } else { (high, low) };
        left.push(missed);
        block = hit;
    }
}

/// The two halves of a block; `None` of a single address.
fn halves(block: Cidr) -> Option<(Cidr, Cidr)> {
    let length = block.prefix_length().checked_add(1)?;
    let low = Cidr::new(block.address(), length)?;
    let high = match block.address() {
        IpAddr::V4(v4) => {
            let bit = 1_u32.checked_shl(32 - u32::from(length))?;
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() | bit))
        }
        IpAddr::V6(v6) => {
            let bit = 1_u128.checked_shl(128 - u32::from(length))?;
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() | bit))
        }
    };
    Some((low, Cidr::new(high, length)?))
}

/// The addresses that are in both.
pub(super) fn common(some: &[Cidr], others: &[Cidr]) -> Vec<Cidr> {
    let both = |a: Cidr, b: Cidr| {
        if a.contains(b) {
            Some(b)
        } else if b.contains(a) {
            Some(a)
        } else {
            None
        }
    };
    some.iter().flat_map(|a| others.iter().filter_map(move |b| both(*a, *b))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cidr(word: &str) -> Cidr {
        word.parse().unwrap()
    }

    #[test]
    fn a_hole_leaves_the_halves_beside_it() {
        let left = without(&[Cidr::ALL_V4], cidr("0.0.0.0/2"));
        assert_eq!(left, [cidr("128.0.0.0/1"), cidr("64.0.0.0/2")]);
        assert_eq!(without(&[Cidr::ALL_V4], cidr("203.0.113.7/32")).len(), 32);
        assert_eq!(without(&[Cidr::ALL_V6], cidr("2001:db8::1/128")).len(), 128);
        assert_eq!(without(&[cidr("10.0.0.0/8")], Cidr::ALL_V4), []);
        assert_eq!(without(&[cidr("10.0.0.0/8")], Cidr::ALL_V6), [cidr("10.0.0.0/8")]);
    }

    #[test]
    fn what_two_sets_have_in_common() {
        let both = common(&[cidr("10.0.0.0/8"), cidr("::/0")], &[Cidr::ALL_V4, cidr("2000::/3")]);
        assert_eq!(both, [cidr("10.0.0.0/8"), cidr("2000::/3")]);
        assert_eq!(common(&[cidr("10.0.0.0/8")], &[cidr("11.0.0.0/8")]), []);
    }

    fn block() -> impl Strategy<Value = Cidr> {
        (any::<u32>(), 0..=8_u8).prop_map(|(a, n)| Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(a)), n).unwrap())
    }

    proptest! {
        #[test]
        fn each_address_is_where_it_belongs(a in block(), b in block(), taken in block(), at: u32) {
            let address = Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(at)), 32).unwrap();
            let inside = |blocks: &[Cidr]| blocks.iter().any(|block| block.contains(address));
            prop_assert_eq!(inside(&without(&[a, b], taken)), inside(&[a, b]) && !taken.contains(address));
            prop_assert_eq!(inside(&common(&[a, b], &[taken])), inside(&[a, b]) && taken.contains(address));
        }
    }
}
