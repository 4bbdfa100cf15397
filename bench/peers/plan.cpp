// The package's own algorithm for log C_p over an array, in C++: rows of short polynomials, evaluated step by
// step as src/kernels/twins/logNormalizerPlan.ts does. The rows are computed here, in quadruple precision from
// the power series of I_nu and the continued fraction of its ratio, for the kappa at hand; that is not timed.
#include "serve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <quadmath.h>

using Quad = __float128;

static const Quad PI = acosq(-1), LN2 = logq(2);

// log C_p = nu log 2 + log Gamma(nu + 1) - (p/2) log 2 pi - log sum_k (kappa^2/4)^k / (k! (nu+1)_k)
static Quad log_normalizer(Quad p, Quad kappa) {
  const Quad nu = p / 2 - 1, quarter = kappa * kappa / 4;
  Quad sum = 0, term = 1;
  for (int k = 1; sum + term != sum; k++) {
    sum += term;
    term *= quarter / (k * (nu + k));
  }
  return nu * LN2 + lgammaq(nu + 1) - p / 2 * logq(2 * PI) - logq(sum);
}

// I_{nu+1}/I_nu by Gauss's continued fraction, all of whose terms have the sign of kappa.
static Quad ratio(Quad p, Quad kappa) {
  if (kappa == 0) return 0;
  const Quad nu = p / 2 - 1;
  Quad fraction = 0;
  for (int k = 200 + static_cast<int>(2 * fabsq(kappa)); k > 0; k--) fraction = 1 / (2 * (nu + k) / kappa + fraction);
  return fraction;
}

static double from_bits(std::uint64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

static std::uint64_t bits_of(double value) {
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

using Row = std::array<double, 12>;

static Row row_of(double p, std::uint64_t leading) {
  const double lower = from_bits(leading << 46);
  const double half = (from_bits((leading + 1) << 46) - lower) / 2;
  const double middle = lower + half - (p / 2 + 1);

  // Chebyshev interpolation of the ratio at nine points, cut after degree 7, as powers of kappa - middle.
  const Quad centre = ratio(p, middle);
  Quad chebyshev[8] = {};
  for (int point = 0; point < 9; point++) {
    const Quad x = cosq(PI * (2 * point + 1) / 18);
    const Quad difference = point == 4 ? 0 : ratio(p, middle + half * x) - centre;
    for (int m = 1; m <= 7; m++) chebyshev[m] += difference * cosq(m * PI * (2 * point + 1) / 18) * 2 / 9;
  }
  const Quad *t = chebyshev;
  const Quad powers[] = {t[1] - 3 * t[3] + 5 * t[5] - 7 * t[7], 2 * t[2] - 8 * t[4] + 18 * t[6],
                         4 * t[3] - 20 * t[5] + 56 * t[7],      8 * t[4] - 48 * t[6],
                         16 * t[5] - 112 * t[7],                32 * t[6],
                         64 * t[7]};

  const Quad value = log_normalizer(p, middle);
  const double grid = half * 0x1p-40;
  const double on_grid = std::round(static_cast<double>(value) / grid) * grid;
  const double slope = -std::round(static_cast<double>(centre) * 0x1p20) * 0x1p-20;
  Row row{middle, on_grid, static_cast<double>(value - on_grid), slope, static_cast<double>(-centre - slope)};
  Quad scale = 1;
  for (int n = 1; n <= 7; n++) {
    scale *= half;
    row[4 + n] = static_cast<double>(-powers[n - 1] / scale / (n + 1));
  }
  return row;
}

struct Plan {
  double p = 0;
  std::uint64_t start = 0;
  std::vector<Row> rows;  // the last is of NaN
};

static std::uint64_t leading_bits(double p, double kappa) { return bits_of(kappa + (p / 2 + 1)) >> 46; }

static const Plan &plan_for(double p, const std::vector<double> &kappa) {
  static Plan plan;
  if (plan.p == p) return plan;
  const auto [least, most] = std::minmax_element(kappa.begin(), kappa.end());
  plan = {p, leading_bits(p, *least), {}};
  for (auto leading = plan.start; leading <= leading_bits(p, *most); leading++) plan.rows.push_back(row_of(p, leading));
  Row none;
  none.fill(NAN);
  plan.rows.push_back(none);
  return plan;
}

static void by_rows(const std::vector<double> &p, const std::vector<double> &kappa, std::vector<double> &out) {
  const Plan &plan = plan_for(p[0], kappa);
  const double *__restrict rows = plan.rows.data()->data();
  const double *__restrict in = kappa.data();
  double *__restrict result = out.data();
  const double offset = p[0] / 2 + 1, least = p[0] * 0x1p-12;
  const std::int32_t start = static_cast<std::int32_t>(plan.start);
  const std::uint32_t span = static_cast<std::uint32_t>(plan.rows.size() - 1);
  const std::size_t count = kappa.size();
  std::uint64_t missing = 0;
  for (std::size_t i = 0; i < count; i++) {
    const double k = in[i];
    const double w = k + offset;
    const std::uint32_t row = static_cast<std::uint32_t>(static_cast<std::int32_t>(bits_of(w) >> 46) - start);
    const double *__restrict c = rows + 12 * std::min(row, span);
    const double f = k - c[0];
    const double large = w * 0x1p25;
    const double f_high = f + large - large;
    const double f_low = f - f_high;
    const double sum = c[1] + c[3] * f_high;
    const double f2 = f * f;
    const double low = c[4] + f * c[5] + f2 * (c[6] + f * c[7]);
    const double high = c[8] + f * c[9] + f2 * (c[10] + f * c[11]);
    const double rest = c[2] + c[3] * f_low + f * (low + f2 * f2 * high);
    const double value = sum + rest;
    const bool serves = k >= 0 && std::fabs(value) >= least;
    missing += !serves;
    result[i] = serves ? value : NAN;
  }
  if (missing > 0) {
    for (std::size_t i = 0; i < count; i++) {
      if (std::isnan(result[i])) result[i] = static_cast<double>(log_normalizer(p[0], in[i]));
    }
  }
}

int main(int argc, char **argv) {
  return serve_arrays(argc, argv, std::string("our algorithm in C++, g++ ") + __VERSION__,
                      {{"log-normalizer", by_rows}});
}
