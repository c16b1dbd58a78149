//! What a listing returned, and how far it came.

use std::future::Future;

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_async::future::pagination_stream::fn_stream::FnStream;

use super::context::Context;
use crate::inventory::{Fact, Gap, Gaps, State};
use crate::provider::Op;

/// What a listing returned, and how far it came.
#[derive(Debug)]
pub struct Pages<I> {
    /// The items of every page that was read.
    pub items: Vec<I>,
    /// Whether these were all.
    pub extent: Extent,
}

/// How far listings came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    state: State,
    gaps: Gaps,
}

impl Extent {
    /// To the end.
    pub fn complete() -> Self {
        Self { state: State::Complete, gaps: Gaps::default() }
    }

    pub(super) fn broken(pages: u64, gaps: Gaps) -> Self {
        Self { state: if pages > 0 { State::Partial } else { State::Refused }, gaps }
    }

    /// Some of it was seen, and this is why there may be more.
    pub fn partial(gaps: Gaps) -> Self {
        Self { state: State::Partial, gaps }
    }

    /// The extent of a population that takes both listings.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.gaps.merge(&other.gaps);
        self.state = match (self.state, other.state) {
            (State::Complete, state) | (state, State::Complete) => state,
            (State::Refused, State::Refused) => State::Refused,
            _ => State::Partial,
        };
        self
    }

    /// How far.
    pub(super) fn state(&self) -> State {
        self.state
    }

    /// The first of the gaps, which a population keeps.
    pub(super) fn gap(&self) -> Option<&Gap> {
        self.gaps.iter().next()
    }

    /// Why there may be more; `None` where there is not.
    pub fn gaps(&self) -> Option<&Gaps> {
        (!self.state.is_whole()).then_some(&self.gaps)
    }
}

/// The list of an answer in JSON, where a list that is empty is there all the same: one that is missing is no answer.
pub(super) fn listed<I>(list: Option<Vec<I>>) -> Vec<Option<I>> {
    list.map_or_else(|| vec![None], |list| list.into_iter().map(Some).collect())
}

/// The pages of an operation that the SDK does not page: each is asked for with the marker that the one before gave.
pub(super) fn by_marker<O, E, F>(
    ask: impl Fn(Option<String>) -> F + Send + 'static,
    next: fn(&O) -> Option<&str>,
) -> PaginationStream<Result<O, E>>
where
    O: Send + 'static,
    E: Send + 'static,
    F: Future<Output = Result<O, E>> + Send + 'static,
{
    PaginationStream::new(FnStream::new(|pages| {
        Box::pin(async move {
            let mut marker = None;
            loop {
                let page = ask(marker.clone()).await;
                let following = page.as_ref().ok().and_then(next).filter(|word| !word.is_empty()).map(str::to_owned);
                // A marker that comes again would go round for ever: the SDK's own paginators end there too.
                let ended = following.is_none() || following == marker;
                marker = following;
                if pages.send(page).await.is_err() || ended {
                    return;
                }
            }
        })
    }))
}

impl<I> Pages<Option<I>> {
    /// The items of lists that were there; with one that was missing the listing is partial.
    #[must_use]
    pub fn told(self, context: &Context, op: &'static Op, member: &str) -> Pages<I> {
        let Self { items, extent } = self.identified(context, op, member, Option::is_some);
        Pages { items: items.into_iter().flatten().collect(), extent }
    }
}

impl<I> Pages<I> {
    /// The items that the answer identifies. Others cannot be told apart: with any of them the listing is partial.
    #[must_use]
    pub fn identified(mut self, context: &Context, op: &'static Op, member: &str, has_id: impl Fn(&I) -> bool) -> Self {
        let all = self.items.len();
        self.items.retain(has_id);
        if self.items.len() < all {
            let gaps = context.malformed::<()>(op, member).gaps().cloned().unwrap_or_default();
            self.extent = self.extent.and(&Extent::partial(gaps));
        }
        self
    }

    /// The list as one fact: unknown as a whole where its paging broke.
    pub fn whole(self) -> Fact<Vec<I>> {
        if self.extent.state.is_whole() { Fact::Known(self.items) } else { Fact::Unknown(self.extent.gaps) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Page = Result<Option<&'static str>, &'static str>;

    /// What was asked for, and what came, of an operation that answers so, each answer with the marker of the next.
    async fn asked(answers: &'static [Page]) -> (Vec<Option<String>>, Vec<Page>) {
        let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let told = std::sync::Arc::clone(&asked);
        let ask = move |marker| {
            let mut asked = told.lock().unwrap();
            asked.push(marker);
            std::future::ready(answers[asked.len() - 1])
        };
        let mut pages = by_marker(ask, |page| *page);
        let mut came = Vec::new();
        while let Some(page) = pages.next().await {
            came.push(page);
        }
        let asked = asked.lock().unwrap().clone();
        (asked, came)
    }

    #[tokio::test]
    async fn pages_follow_their_markers_to_the_end() {
        for end in [None, Some("")] {
            let answers: &'static [Page] = Box::leak(Box::new([Ok(Some("a")), Ok(Some("b")), Ok(end)]));
            let (asked, came) = asked(answers).await;
            assert_eq!(asked, [None, Some("a".to_owned()), Some("b".to_owned())]);
            assert_eq!(came, answers);
        }
    }

    #[tokio::test]
    async fn an_error_ends_them_and_so_does_a_marker_that_comes_again() {
        const BROKEN: &[Page] = &[Ok(Some("a")), Err("denied")];
        const ROUND: &[Page] = &[Ok(Some("a")), Ok(Some("a"))];
        assert_eq!(asked(BROKEN).await.1, BROKEN);
        assert_eq!(asked(ROUND).await.1, ROUND);
    }
}
