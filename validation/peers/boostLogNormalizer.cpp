// log C_p(kappa) by Boost.Math's cyl_bessel_i: "p kappa" lines in, one value a line out, the version first.
// An exception (overflow, no convergence) counts as no value (nan).

#include <boost/math/special_functions/bessel.hpp>
#include <boost/version.hpp>
#include <cmath>
#include <cstdio>
#include <exception>

int main() {
  double p, kappa;
  std::printf("Boost %d.%d.%d\n", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100);
  while (std::scanf("%lf %lf", &p, &kappa) == 2) {
    const double nu = p / 2 - 1;
    double value = NAN;
    try {
      value = nu * std::log(kappa) - p / 2 * std::log(2 * M_PI) - std::log(boost::math::cyl_bessel_i(nu, kappa));
    } catch (const std::exception&) {
    }
    std::printf("%.17g\n", value);
  }
  return 0;
}
