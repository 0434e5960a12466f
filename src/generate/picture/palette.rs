//! How latency classes look: a colour, a width and a dash for each, so that print in black and eyes of all kinds tell them apart.

/// How the lines of a class are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The colour; white text on it is legible.
    pub colour: &'static str,
    /// The width, in tenths of a pixel.
    pub tenths: u32,
    /// Lengths of dashes and gaps in pixels; empty for a solid line.
    pub dashes: &'static str,
}

/// Lines, boxes and codes of a conflict.
pub const CONFLICT: Stroke = Stroke { colour: "#c1121f", tenths: 36, dashes: "" };
/// The ground of what is wrong.
pub const CONFLICT_GROUND: &str = "#fdecea";
/// Text.
pub const INK: &str = "#1c2733";
/// Text that matters less.
pub const FAINT: &str = "#55616e";
/// The paper.
pub const PAPER: &str = "#ffffff";
/// The ground of a box.
pub const GROUND: &str = "#f4f7fa";
/// The edge of a box.
pub const EDGE: &str = "#8795a4";
/// The ground and the edge of an owner's box.
pub const OWNER: (&str, &str) = ("#fff6dd", "#1c2733");

/// The classes, the tightest first.
const CLASSES: [Stroke; 7] = [
    Stroke { colour: "#0b4f9c", tenths: 36, dashes: "" },
    Stroke { colour: "#00836f", tenths: 18, dashes: "" },
    Stroke { colour: "#8f6400", tenths: 18, dashes: "7 4" },
    Stroke { colour: "#7b3f98", tenths: 18, dashes: "2 4" },
    Stroke { colour: "#4a5560", tenths: 18, dashes: "10 3 2 3" },
    Stroke { colour: "#9a3b6a", tenths: 18, dashes: "14 4" },
    Stroke { colour: "#1b7a9c", tenths: 18, dashes: "4 2 1 2" },
];
/// What has no class.
const UNCLASSED: Stroke = Stroke { colour: "#6b7680", tenths: 14, dashes: "1 4" };

/// How a class is drawn, by its index; those after the last look like it.
pub fn stroke(class: Option<usize>) -> Stroke {
    class.map_or(UNCLASSED, |class| CLASSES[class.min(CLASSES.len() - 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Red, green and blue of a colour, linear, from 0 to 1.
    fn linear(colour: &str) -> [f64; 3] {
        [1, 3, 5].map(|at| {
            let part = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour has six digits");
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The relative luminance of WCAG 2.
    fn luminance(colour: &str) -> f64 {
        let [red, green, blue] = linear(colour);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn text_is_legible_on_every_ground() {
        let contrast = |a: &str, b: &str| {
            let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
            a.max(b) / a.min(b)
        };
        let classes = CLASSES.iter().chain([&UNCLASSED, &CONFLICT]);
        for stroke in classes {
            assert!(contrast(stroke.colour, PAPER) >= 4.5, "{}", stroke.colour);
        }
        assert!(contrast(CONFLICT.colour, CONFLICT_GROUND) >= 4.5, "what is wrong is legible");
        for ground in [PAPER, GROUND, OWNER.0] {
            assert!(contrast(INK, ground) >= 7.0 && contrast(FAINT, ground) >= 4.5, "{ground}");
        }
    }

    #[test]
    fn the_usual_three_classes_and_conflicts_differ_for_eyes_of_all_kinds() {
        // Machado, Oliveira and Fernandes (2009), severity 1: protanopia, deuteranopia, tritanopia.
        let eyes = [
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ];
        let shown = [CLASSES[0], CLASSES[1], CLASSES[2], CONFLICT];
        for eye in eyes {
            let seen = shown.map(|stroke| {
                let colour = linear(stroke.colour);
                eye.map(|row| row.iter().zip(colour).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0).sqrt())
            });
            for (at, a) in seen.iter().enumerate() {
                for (other, b) in seen.iter().enumerate().skip(at + 1) {
                    let apart = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
                    let by_form =
                        shown[at].dashes != shown[other].dashes || shown[at].tenths >= 2 * shown[other].tenths;
                    assert!(apart > 0.2 || by_form, "{} and {}: {apart}", shown[at].colour, shown[other].colour);
                }
            }
        }
    }
}
