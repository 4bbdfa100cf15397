/* log C_p(kappa) by GSL's scaled I_nu: "p kappa" lines in, one value a line out, the version first.
 * An error status counts as no value (nan), whatever the function left behind. */

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_version.h>
#include <math.h>
#include <stdio.h>

int main(void) {
  double p, kappa;
  gsl_set_error_handler_off();
  printf("GSL %s\n", gsl_version);
  while (scanf("%lf %lf", &p, &kappa) == 2) {
    gsl_sf_result scaled;
    const double nu = p / 2 - 1;
    const int status = gsl_sf_bessel_Inu_scaled_e(nu, kappa, &scaled);
    const double value = nu * log(kappa) - p / 2 * log(2 * M_PI) - log(scaled.val) - kappa;
    printf("%.17g\n", status == GSL_SUCCESS ? value : NAN);
  }
  return 0;
}
