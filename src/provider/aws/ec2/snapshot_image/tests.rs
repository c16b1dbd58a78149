use super::*;
use crate::inventory::{AccountId, Gap, GapKind, Gaps, Population, Region, State};

fn place() -> (AccountId, Region) {
    ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap())
}

fn denied() -> Gap {
    let (account, region) = place();
    let (kind, code) = (GapKind::Denied, Some("UnauthorizedOperation".to_owned()));
    Gap { operation: Some("ec2:DescribeImages".to_owned()), kind, code, account, region }
}

/// Whether `snap-1` is part of one of these images, of a listing that came so far.
fn backs(images: &[Fact<Vec<String>>], state: State) -> Fact<bool> {
    let (account, region) = place();
    let mut inventory = Inventory::new(vec![account.clone()]);
    let gap = (state != State::Complete).then(denied);
    let population = Population { kind: Image::KIND, account, region, state, count: 0, gap };
    inventory.record(population);
    let key = |kind: Kind, id: &str| {
        let (account, region) = place();
        Key { kind, account, region, id: format!("arn:aws:ec2:eu-west-1::{id}") }
    };
    for (number, snapshots) in images.iter().enumerate() {
        let image = Image { snapshots: snapshots.clone(), ..Image::default() };
        inventory.insert(key(Image::KIND, &format!("image/ami-{number}")), number.to_string(), image);
    }
    let snapshot = key(Snapshot::KIND, "snapshot/snap-1");
    inventory.insert(snapshot.clone(), "snap-1".to_owned(), Snapshot::default());
    backs_image(&mut inventory);
    inventory.get::<Snapshot>(&snapshot).known().unwrap().unwrap().backs_image.clone()
}

fn of(ids: &[&str]) -> Fact<Vec<String>> {
    Fact::Known(ids.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn an_image_that_names_it_decides_and_none_does_only_where_all_were_read() {
    let gaps: Gaps = denied().into();
    assert_eq!(backs(&[of(&["snap-2"]), of(&["snap-3", "snap-1"])], State::Complete), Fact::Known(true));
    assert_eq!(backs(&[of(&["snap-2"]), of(&[])], State::Complete), Fact::Known(false));
    assert_eq!(backs(&[], State::Complete), Fact::Known(false));
    assert_eq!(backs(&[of(&["snap-1"])], State::Partial), Fact::Known(true));
    assert_eq!(backs(&[of(&["snap-2"])], State::Partial), Fact::Unknown(gaps.clone()));
    assert_eq!(backs(&[], State::Refused), Fact::Unknown(gaps.clone()));
    assert_eq!(backs(&[Fact::Unknown(gaps.clone())], State::Complete), Fact::Unknown(gaps.clone()));
    assert_eq!(backs(&[Fact::Unknown(gaps), of(&["snap-1"])], State::Complete), Fact::Known(true));
}
