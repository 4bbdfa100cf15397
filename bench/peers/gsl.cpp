// GSL as a peer: log C_p and log I_nu by the exponentially scaled gsl_sf_bessel_Inu_scaled.
#include "serve.hpp"

#include <cmath>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_version.h>

static const double LOG_2PI = std::log(2 * M_PI);

static double log_bessel_at(double nu, double kappa) {
  gsl_sf_result result;
  gsl_sf_bessel_Inu_scaled_e(nu, kappa, &result);
  return std::log(result.val) + kappa;
}

static double log_bessel(double p, double kappa) { return log_bessel_at(p / 2 - 1, kappa); }

static double log_normalizer(double p, double kappa) {
  const double nu = p / 2 - 1;
  return nu * std::log(kappa) - p / 2 * LOG_2PI - log_bessel_at(nu, kappa);
}

int main(int argc, char **argv) {
  gsl_set_error_handler_off();  // failures show as values that are not finite
  return serve(argc, argv, std::string("GSL ") + gsl_version + ", g++ " + __VERSION__,
               {{"log-normalizer", log_normalizer}, {"log-bessel", log_bessel}});
}
