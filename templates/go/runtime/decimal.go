package mapping

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Rounding is how a number with too many digits is rounded; halves go away from
// zero with HalfUp.
type Rounding string

// The ways of rounding; none where digits may not be lost.
const (
	Exact    Rounding = ""
	HalfUp   Rounding = "half-up"
	HalfEven Rounding = "half-even"
	Down     Rounding = "down"
	Up       Rounding = "up"
	Floor    Rounding = "floor"
	Ceiling  Rounding = "ceiling"
)

const (
	// A decimal with more digits than this on either side of the point is
	// refused.
	mostDigits = 100
	// Whoever reads a JSON number as a floating-point number has so many digits
	// of it as they were written.
	safeDigits = 15
	// The greatest whole number up to which a floating-point number holds every
	// whole number.
	safeInteger = 1<<53 - 1
	// From here on a floating-point number is shown with an exponent.
	firstWithExponent = 1e21
)

var (
	one = big.NewInt(1)
	ten = big.NewInt(10)
)

// Decimal is an exact decimal number: units divided by ten to the power of
// scale, without zeros at its end. The zero value is zero.
type Decimal struct {
	units *big.Int
	scale int
}

// decimalOf gives the number units / 10^scale. It takes units over.
func decimalOf(units *big.Int, scale int) Decimal {
	var shorter, rest big.Int
	for scale > 0 {
		shorter.QuoRem(units, ten, &rest)
		if rest.Sign() != 0 {
			break
		}
		units.Set(&shorter)
		scale--
	}
	return Decimal{units: units, scale: scale}
}

// DecimalOf gives a whole number.
func DecimalOf(whole int64) Decimal {
	return Decimal{units: big.NewInt(whole)}
}

// ParseDecimal reads `-12.50`; any other form is none.
func ParseDecimal(text string) (Decimal, bool) {
	digits := strings.TrimPrefix(text, "-")
	if digits == text {
		digits = strings.TrimPrefix(text, "+")
	}
	whole, fraction, pointed := strings.Cut(digits, ".")
	if !areDigits(whole) || pointed && !areDigits(fraction) || len(whole) > mostDigits || len(fraction) > mostDigits {
		return Decimal{}, false
	}
	units, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return Decimal{}, false
	}
	if text[0] == '-' {
		units.Neg(units)
	}
	return decimalOf(units, len(fraction)), true
}

// MustDecimal gives the number that a constant says. It panics for what is not
// a decimal number.
func MustDecimal(text string) Decimal {
	decimal, ok := ParseDecimal(text)
	if !ok {
		panic("not a decimal number: " + text)
	}
	return decimal
}

func areDigits(text string) bool {
	for at := 0; at < len(text); at++ {
		if text[at] < '0' || text[at] > '9' {
			return false
		}
	}
	return text != ""
}

// decimalOfNumber gives the number that was written in JSON, from its digits.
// Other readers make a floating-point number of it, which holds 15 digits of
// any decimal number: what needs more may not be what was written, and is none.
func decimalOfNumber(number json.Number) (Decimal, bool) {
	text := string(number)
	negative := strings.HasPrefix(text, "-")
	mantissa, power, _ := strings.Cut(strings.ToLower(strings.TrimPrefix(text, "-")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return DecimalOf(0), true
	}
	exponent := 0
	if power != "" {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil {
			return decimalOfFloat(text)
		}
	}
	scale := len(fraction) - exponent
	shorter := strings.TrimRight(digits, "0")
	scale -= len(digits) - len(shorter)
	if before := len(shorter) - scale; len(shorter) > safeDigits || before > 300 || before < -300 {
		return decimalOfFloat(text)
	} else if before > safeDigits && before <= 21 {
		// Whole numbers of this size are written out: they have more digits.
		return wholeOf(shorter, scale, negative)
	}
	return decimalOfDigits(shorter, scale, negative)
}

// wholeOf gives a whole number that a floating-point number holds for sure.
func wholeOf(digits string, scale int, negative bool) (Decimal, bool) {
	whole, err := strconv.ParseInt(digits+strings.Repeat("0", max(0, -scale)), 10, 64)
	if err != nil || scale > 0 || whole > safeInteger {
		return Decimal{}, false
	}
	if negative {
		whole = -whole
	}
	return DecimalOf(whole), true
}

// decimalOfFloat gives the number by the fewest digits that mean the
// floating-point number nearest to it.
func decimalOfFloat(text string) (Decimal, bool) {
	float, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return Decimal{}, false
	}
	size := math.Abs(float)
	if float == math.Trunc(float) && size <= safeInteger {
		return DecimalOf(int64(float)), true
	}
	if size >= safeInteger && size < firstWithExponent {
		return Decimal{}, false
	}
	mantissa, power, _ := strings.Cut(strconv.FormatFloat(size, 'e', -1, 64), "e")
	digits := strings.Replace(mantissa, ".", "", 1)
	exponent, err := strconv.Atoi(power)
	if err != nil || len(digits) > safeDigits {
		return Decimal{}, false
	}
	return decimalOfDigits(digits, len(digits)-1-exponent, float < 0)
}

func decimalOfDigits(digits string, scale int, negative bool) (Decimal, bool) {
	if scale > mostDigits || scale < -mostDigits {
		return Decimal{}, false
	}
	units, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return Decimal{}, false
	}
	if negative {
		units.Neg(units)
	}
	if scale < 0 {
		return Decimal{units: units.Mul(units, powerOfTen(-scale))}, true
	}
	return decimalOf(units, scale), true
}

func powerOfTen(exponent int) *big.Int {
	return new(big.Int).Exp(ten, big.NewInt(int64(exponent)), nil)
}

// number gives the JSON number with the same digits; none when who reads it as
// a floating-point number would not have the same.
func (d Decimal) number() (json.Number, bool) {
	number := json.Number(d.String())
	read, ok := decimalOfNumber(number)
	return number, ok && read.Equal(d)
}

func (d Decimal) whole() *big.Int {
	if d.units == nil {
		return new(big.Int)
	}
	return d.units
}

// unitsAt gives the units at a scale that is at least the number's own.
func (d Decimal) unitsAt(scale int) *big.Int {
	if scale == d.scale {
		return d.whole()
	}
	return new(big.Int).Mul(d.whole(), powerOfTen(scale-d.scale))
}

// Plus gives the sum.
func (d Decimal) Plus(other Decimal) Decimal {
	scale := max(d.scale, other.scale)
	return decimalOf(new(big.Int).Add(d.unitsAt(scale), other.unitsAt(scale)), scale)
}

// Minus gives the difference.
func (d Decimal) Minus(other Decimal) Decimal {
	scale := max(d.scale, other.scale)
	return decimalOf(new(big.Int).Sub(d.unitsAt(scale), other.unitsAt(scale)), scale)
}

// Times gives the product.
func (d Decimal) Times(other Decimal) Decimal {
	return decimalOf(new(big.Int).Mul(d.whole(), other.whole()), d.scale+other.scale)
}

// DividedBy gives the quotient with so many digits after the point, by a
// divisor that is not zero.
func (d Decimal) DividedBy(other Decimal, scale int, rounding Rounding) Decimal {
	above := new(big.Int).Mul(d.whole(), powerOfTen(other.scale+scale))
	below := new(big.Int).Mul(other.whole(), powerOfTen(d.scale))
	return decimalOf(divide(above, below, rounding), scale)
}

// Rounded gives the number with at most so many digits after the point.
func (d Decimal) Rounded(scale int, rounding Rounding) Decimal {
	if d.scale <= scale {
		return d
	}
	return decimalOf(divide(d.whole(), powerOfTen(d.scale-scale), rounding), scale)
}

// Shifted gives the number with its point moved to the left by so many digits;
// to the right when negative.
func (d Decimal) Shifted(digits int) Decimal {
	scale := d.scale + digits
	if scale < 0 {
		return Decimal{units: new(big.Int).Mul(d.whole(), powerOfTen(-scale))}
	}
	return decimalOf(new(big.Int).Set(d.whole()), scale)
}

// Compare gives -1, 0 or 1, as the number is less than, equal to or greater
// than the other.
func (d Decimal) Compare(other Decimal) int {
	scale := max(d.scale, other.scale)
	return d.unitsAt(scale).Cmp(other.unitsAt(scale))
}

// Equal says whether the numbers are the same.
func (d Decimal) Equal(other Decimal) bool {
	return d.scale == other.scale && d.whole().Cmp(other.whole()) == 0
}

// Fixed gives the digits, with at least so many of them after the point.
func (d Decimal) Fixed(scale int) string {
	scale = max(scale, d.scale)
	units := d.unitsAt(scale)
	digits := new(big.Int).Abs(units).String()
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale+1-len(digits)) + digits
	}
	if scale > 0 {
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if units.Sign() < 0 {
		digits = "-" + digits
	}
	return digits
}

// String gives the digits.
func (d Decimal) String() string {
	return d.Fixed(0)
}

// MarshalJSON writes a text, so that no reader makes a floating-point number of
// it.
func (d Decimal) MarshalJSON() ([]byte, error) {
	return json.Marshal(d.String())
}

// UnmarshalJSON reads the text that MarshalJSON writes.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	decimal, ok := ParseDecimal(text)
	if !ok {
		return errors.New("not a decimal number: " + strconv.Quote(text))
	}
	*d = decimal
	return nil
}

func divide(above, below *big.Int, rounding Rounding) *big.Int {
	quotient, rest := new(big.Int).QuoRem(above, below, new(big.Int))
	if rest.Sign() == 0 {
		return quotient
	}
	negative := above.Sign()*below.Sign() < 0
	half := rest.Lsh(rest.Abs(rest), 1).CmpAbs(below)
	var away bool
	switch rounding {
	case Up:
		away = true
	case Floor:
		away = negative
	case Ceiling:
		away = !negative
	case HalfUp:
		away = half >= 0
	case HalfEven:
		away = half > 0 || half == 0 && quotient.Bit(0) == 1
	case Down, Exact:
	}
	switch {
	case !away:
		return quotient
	case negative:
		return quotient.Sub(quotient, one)
	default:
		return quotient.Add(quotient, one)
	}
}
