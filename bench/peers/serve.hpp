// The peers' side of the protocol described in ../peer.ts.
#pragma once

#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using Kernel = double (*)(double p, double kappa);
/** Works through all of the input; p has one value or as many as kappa. */
using ArrayKernel =
    std::function<void(const std::vector<double> &p, const std::vector<double> &kappa, std::vector<double> &out)>;

inline std::vector<double> read_doubles(const std::string &path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<double> values(static_cast<std::size_t>(file.tellg()) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char *>(values.data()), values.size() * sizeof(double));
  return values;
}

inline void write_doubles(const std::string &path, const std::vector<double> &values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(double));
  if (!file) throw std::runtime_error("cannot write " + path);
}

inline double processor_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

inline int serve_arrays(int argc, char **argv, const std::string &versions,
                        const std::map<std::string, ArrayKernel> &kernels) {
  if (argc > 1 && std::string(argv[1]) == "--versions") {
    std::cout << versions << std::endl;
    return 0;
  }
  std::vector<double> p, kappa, out;
  const auto pass = [&](const ArrayKernel &kernel) {
    if (p.size() != 1 && p.size() != kappa.size()) throw std::runtime_error("wrong number of values of p");
    kernel(p, kappa, out);
  };
  std::string line;
  while (std::getline(std::cin, line)) {
    try {
      std::istringstream words(line);
      std::string request, first;
      words >> request >> first;
      if (request == "input") {
        std::string type, file;
        words >> type >> file;
        if (type != "float64") throw std::runtime_error("inputs are doubles, got " + type);
        if (first == "p") p = read_doubles(file);
        else if (first == "kappa") kappa = read_doubles(file);
        else throw std::runtime_error("unknown input " + first);
        out.assign(kappa.size(), 0);
        std::cout << "ok" << std::endl;
      } else if (request == "time") {
        const ArrayKernel kernel = kernels.at(first);
        const double start = processor_seconds();
        pass(kernel);
        std::printf("%.9g\n", processor_seconds() - start);
        std::fflush(stdout);
      } else if (request == "values") {
        std::string file;
        words >> file;
        pass(kernels.at(first));
        write_doubles(file, out);
        std::cout << "ok" << std::endl;
      } else {
        throw std::runtime_error("unknown request " + request);
      }
    } catch (const std::exception &problem) {
      std::cout << "error " << problem.what() << std::endl;
    }
  }
  return 0;
}

/** The same for functions of numbers. */
inline int serve(int argc, char **argv, const std::string &versions, const std::map<std::string, Kernel> &kernels) {
  std::map<std::string, ArrayKernel> over_arrays;
  for (const auto &[name, kernel] : kernels) {
    over_arrays[name] = [kernel = kernel](const std::vector<double> &p, const std::vector<double> &kappa,
                                          std::vector<double> &out) {
      const bool one = p.size() == 1;
      for (std::size_t i = 0; i < kappa.size(); i++) out[i] = kernel(p[one ? 0 : i], kappa[i]);
    };
  }
  return serve_arrays(argc, argv, versions, over_arrays);
}
