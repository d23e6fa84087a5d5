//! Tests of `outcome/timeline.rs`.

use super::*;

fn kept(most: usize, items: impl Iterator<Item = (u32, Option<Severity>)>) -> Vec<u32> {
    let mut keep = Keep::new(most, |(_, weight)| *weight);
    items.for_each(|item| keep.push(item));
    keep.into_kept().map(|(number, _)| number).collect()
}

#[test]
fn the_beginning_the_end_and_the_worst_between_stay() {
    let items = (1..=100).map(|number| {
        let weight = match number {
            30 => Some(Severity::Warning),
            20 | 40 | 50 => Some(Severity::Note),
            60 => Some(Severity::Error),
            _ => None,
        };
        (number, weight)
    });
    assert_eq!(kept(8, items.clone()), [1, 2, 30, 60, 97, 98, 99, 100]);
    assert_eq!(kept(1, items.clone()), [100]);
    assert_eq!(kept(3, items.clone()), [98, 99, 100]);
    assert_eq!(kept(100, items), (1..=100).collect::<Vec<_>>());
}

#[test]
fn the_last_one_can_be_found_wherever_it_went() {
    let mut keep = Keep::new(4, |_: &u32| None);
    for number in 1..=9 {
        keep.push(number);
        assert_eq!(keep.last_mut().copied(), Some(number));
    }
    assert_eq!(keep.find_mut(|item| *item == 1).copied(), Some(1));
    assert_eq!(keep.find_mut(|item| *item == 5), None);
    assert_eq!(keep.find_mut(|item| *item == 8).copied(), Some(8));
}
