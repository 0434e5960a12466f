//! Models as PICT writes them.

use super::covered;
use charter::matrix::{Options, Purpose, Space, Unreadable, pict};

const DISKS: &str = "\
# the example of the manual, shortened
Type:    Single, Span, Stripe, Mirror (5)
Size:    10, 100, 500, 1000, 40000, ~-1
Format:  quick | fast, slow
System:  FAT, FAT32, NTFS
Copy:    <System>

{ Type, Size, Format } @ 3

IF [System] = \"fat\" THEN [Size] <= 4096;
IF [System] = \"FAT32\" AND NOT ([Type] LIKE \"S*e\" OR [Type] IN {\"Mirror\"})
    THEN [Size] < 32000 # two lines
    ELSE [Format] <> \"fast\" OR IsNegative([Size]);
[Copy] <> [System];
";

fn legal(space: &Space, row: &[usize]) -> bool {
    space.constraints.iter().all(|constraint| constraint.allows(space, row))
}

#[test]
fn a_pict_model_means_what_pict_says() {
    let space = pict::read(DISKS, 2).expect("the model is sound");
    assert_eq!(space.parameters.len(), 5);
    assert_eq!(space.parameters[0].values[3].weight, 5);
    assert_eq!(space.parameters[2].values[0].name, "quick");
    assert!(space.is_invalid(1, 5));
    assert_eq!(space.stronger[0].strength, 3);
    assert_eq!(space.constraints[1].name, "line 11");
    assert!(legal(&space, &[0, 0, 1, 0, 1]));
    assert!(!legal(&space, &[0, 4, 1, 0, 1]), "FAT is for small disks");
    assert!(!legal(&space, &[0, 0, 1, 0, 0]), "the copy has another system");
    assert!(legal(&space, &[1, 3, 0, 1, 0]), "`Span` does not end in e, so any format will do");
    assert!(!legal(&space, &[1, 4, 0, 1, 0]), "and its size is limited");
    assert!(!legal(&space, &[2, 0, 0, 1, 0]), "`fast` is `quick`, which `Stripe` may not have");
    assert!(legal(&space, &[2, 5, 0, 1, 0]), "but a negative size may");
    let array = covered(&space, &Options::default());
    assert!(array.rows.iter().any(|row| row.purpose == Purpose::InvalidValue { parameter: 1, value: 5 }));
}

#[test]
fn what_is_wrong_in_a_pict_model_is_said_with_its_line() {
    let said = |text: &str| pict::read(text, 2).expect_err("the model is broken");
    let wrong = |line: usize, message: &str| Unreadable { line, message: message.into() };
    assert_eq!(said("A: 1, 2\nA: 3"), wrong(2, "there are two parameters `A`"));
    assert_eq!(said("A: 1\n\nIF [B] = 1 THEN [A] = 1;"), wrong(3, "there is no parameter `B`"));
    assert_eq!(said("A: 1\nIF [A] = 1\n[A] = 1;"), wrong(2, "`THEN` is missing"));
    assert_eq!(said("A: 1\n[A] = 1"), wrong(2, "`;` is missing"));
    assert_eq!(said("A: 1\n[A] ! 1;"), wrong(2, "`! 1;` is not part of a constraint"));
    assert_eq!(said("A: 1\n{ A @ 2"), wrong(2, "`{` has no `}`"));
    let deep = format!("A: 1\n{}", "(".repeat(100_000));
    assert_eq!(said(&deep).message, "the constraint is nested more than 64 deep");
    assert_eq!(pict::read("", 2).expect("an empty model is a model").parameters, []);
}
