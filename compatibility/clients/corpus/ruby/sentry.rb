require 'logger'
require 'sentry-ruby'
require_relative 'lib/failures'

# The tickets with sentry-ruby 5.
Sentry.init do |config|
  config.dsn = ENV.fetch('DSN')
  config.release = Flood::RELEASE
  config.environment = Flood.pick('production', 'staging', 'production', 'production')
  config.server_name = Flood::SERVER
  config.traces_sample_rate = 1.0
  config.background_worker_threads = 0
  config.capture_exception_frame_locals = true
  config.project_root = __dir__
  config.logger = Logger.new(File::NULL)
end

module Api
  module_function

  def exception(error)
    Sentry.capture_exception(error)
  end

  def message(text)
    Sentry.capture_message(text)
  end

  def fingerprint(fingerprint)
    Sentry.get_current_scope.set_fingerprint(fingerprint)
    yield
  end

  def transaction(name, operation)
    transaction = Sentry.start_transaction(name: name, op: operation)
    transaction.start_child(op: 'db', description: "SELECT #{Flood::NUMBER}").finish
    transaction.finish
  end
end

Failures.with(Api).each do |name, fail|
  Sentry.with_scope do |scope|
    scope.clear
    # No word of the system that this was recorded on.
    scope.set_contexts(os: { name: 'Linux' })
    scope.set_tags(case: name, city: Flood.pick('a', 'b', 'c', 'a'))
    scope.set_user(id: Flood::NUMBER, email: Flood::EMAIL)
    Flood::CRUMBS.each { |crumb| scope.add_breadcrumb(Sentry::Breadcrumb.new(message: crumb)) }
    fail.call
  rescue StandardError, SystemStackError => e
    Sentry.capture_exception(e)
  end
end
