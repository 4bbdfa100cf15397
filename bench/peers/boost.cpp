// Boost.Math as a peer: log C_p and log I_nu by cyl_bessel_i, which has no scaled form.
#include "serve.hpp"

#include <boost/math/special_functions/bessel.hpp>
#include <boost/version.hpp>
#include <cmath>

namespace policies = boost::math::policies;

// Failures show as values that are not finite, as in the other peers.
using Quiet =
    policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
                     policies::overflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>>;

static const double LOG_2PI = std::log(2 * M_PI);

static double log_bessel_at(double nu, double kappa) {
  return std::log(boost::math::cyl_bessel_i(nu, kappa, Quiet()));
}

static double log_bessel(double p, double kappa) { return log_bessel_at(p / 2 - 1, kappa); }

static double log_normalizer(double p, double kappa) {
  const double nu = p / 2 - 1;
  return nu * std::log(kappa) - p / 2 * LOG_2PI - log_bessel_at(nu, kappa);
}

int main(int argc, char **argv) {
  std::string version = BOOST_LIB_VERSION;
  version.replace(version.find('_'), 1, ".");
  return serve(argc, argv, "Boost.Math " + version + ", g++ " + __VERSION__,
               {{"log-normalizer", log_normalizer}, {"log-bessel", log_bessel}});
}
