//! Shares a few lines out among many things that each want some.

/// How many lines each gets: nobody more than it wants, and what one leaves goes to those who want more.
pub(super) fn share(wanted: &[usize], lines: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|at| wanted.get(*at));
    let mut given = vec![0; wanted.len()];
    let (mut left, mut waiting) = (lines, wanted.len());
    for at in order {
        let fair = left / waiting.max(1);
        let own = wanted.get(at).copied().unwrap_or(0).min(fair);
        if let Some(given) = given.get_mut(at) {
            *given = own;
        }
        left -= own;
        waiting -= 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_leaves_goes_to_the_others() {
        assert_eq!(share(&[3, 50, 2], 100), [3, 50, 2]);
        assert_eq!(share(&[100, 3, 100], 53), [25, 3, 25]);
        assert_eq!(share(&[5, 5, 5], 3), [1, 1, 1]);
        assert_eq!((share(&[], 9), share(&[4], 0)), (vec![], vec![0]));
    }
}
